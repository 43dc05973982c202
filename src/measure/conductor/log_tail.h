#pragma once

#include <string>
#include <string_view>

namespace bakeoff::measure {

/// The last lines of a worker's log, joined by " | ", for the reason of a status; empty if it wrote nothing.
std::string log_tail(int descriptor);

/// The text as valid UTF-8 without control characters: a runtime's words are quoted in reports and stored as
/// text.
std::string printable(std::string_view text);

}  // namespace bakeoff::measure
