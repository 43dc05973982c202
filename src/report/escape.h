#pragma once

#include <string>
#include <string_view>

namespace bakeoff::report {

/// The text made safe to print: control characters, terminal escapes, invisible or direction-changing
/// characters and bytes that are not UTF-8 become visible ("\n", "\x1b", "\u{202e}"). One line stays one
/// line.
std::string printable(std::string_view text);

/// The same text for a terminal without UTF-8: our own signs have an ASCII form, others become '?'.
std::string ascii_only(std::string_view text);

}  // namespace bakeoff::report
