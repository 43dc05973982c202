#pragma once

#include <string>
#include <string_view>

namespace bakeoff::study {

/// The text as one word of a POSIX shell: as it is where no character is special, else in single quotes.
std::string shell_quoted(std::string_view text);

}  // namespace bakeoff::study
