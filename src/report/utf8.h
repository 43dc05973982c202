#pragma once

#include <cstddef>
#include <string_view>

namespace bakeoff::report {

/// One character of a UTF-8 text. Not well-formed (RFC 3629): `valid` is false, `length` 1 and `code` the
/// byte.
struct Glyph {
  char32_t code = 0;
  std::size_t length = 1;
  bool valid = true;
};

/// The character that begins at `at`, which must lie inside the text.
Glyph decode(std::string_view text, std::size_t at);

/// Columns a character takes on a terminal: 0 for combining ones, 2 for East Asian wide ones and emoji.
int columns_of(char32_t code);

}  // namespace bakeoff::report
