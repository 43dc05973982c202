#pragma once

#include <string>

namespace bakeoff::report {

/// A command line over several lines of at most `width` columns, broken between its words with a backslash so
/// that it can be pasted as it is; each line begins with two blanks, all but the first with four more.
std::string wrapped_command(const std::string& command, int width);

}  // namespace bakeoff::report
