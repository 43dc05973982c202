#pragma once

#include <string>
#include <string_view>

#include "report/layout.h"

namespace bakeoff::report {

enum class Colour { kPlain, kAnsi };

/// What a piece of text is, not how it looks.
enum class Emphasis { kNone, kStrong, kGood, kWarning, kQuiet };

/// How text is laid out: for a terminal of `width` columns, with or without its colours.
struct TextStyle {
  int width = 80;
  Colour colour = Colour::kPlain;
};

/// The text between the terminal's codes for its emphasis; as it is in plain style.
std::string painted(std::string_view text, Emphasis emphasis, Colour colour);

}  // namespace bakeoff::report
