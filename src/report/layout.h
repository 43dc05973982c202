#pragma once

#include <string>
#include <string_view>

namespace bakeoff::report {

/// Width where nothing need fit: a file or a pipe.
constexpr int kUnlimitedWidth = 1'000'000;

/// Columns of a terminal that a printable UTF-8 text takes.
int display_width(std::string_view text);

/// The text in at most `width` columns; what does not fit goes from the middle, where names differ least:
/// "openvino==20…no-pin".
std::string shortened(std::string_view text, int width);

/// The text with blanks before (kRight) or after it (kLeft), `width` columns in all.
enum class Align { kLeft, kRight };
std::string padded(std::string_view text, int width, Align align);

/// The text in lines of at most `width` columns, broken at blanks, but not between a number and what it
/// counts (what is longer than a line stays whole), each ended by a newline; the first begins with `lead`,
/// the others with as many blanks.
std::string wrapped(std::string_view text, int width, std::string_view lead = {});

}  // namespace bakeoff::report
