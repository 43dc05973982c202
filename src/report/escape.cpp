#include "report/escape.h"

#include <fmt/format.h>

#include "report/utf8.h"

namespace bakeoff::report {
namespace {

// What is not seen, or makes the text around it be seen in another order.
bool is_deceptive(char32_t code) {
  return (code >= 0x80 && code <= 0x9F) || code == 0xAD || code == 0x61C ||
         (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xE0000 && code <= 0xE0FFF) ||
         (code & 0xFFFE) == 0xFFFE;  // no characters at all, and forbidden in XML
}

std::string_view ascii_form(char32_t code) {
  switch (code) {
    case U'·':
      return "|";
    case U'…':
      return "...";
    case U'–':
    case U'─':
      return "-";
    case U'×':
      return "x";
    case U'µ':
      return "u";
    default:
      return "?";
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string safe;
  for (std::size_t at = 0; at < text.size();) {
    const Glyph glyph = decode(text, at);
    if (glyph.code == U'\n' && glyph.valid) {
      safe += "\\n";
    } else if (glyph.code == U'\t' && glyph.valid) {
      safe += "\\t";
    } else if (!glyph.valid || glyph.code < 0x20 || glyph.code == 0x7F) {
      safe += fmt::format("\\x{:02x}", static_cast<unsigned>(glyph.code));
    } else if (is_deceptive(glyph.code)) {
      safe += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(glyph.code));
    } else {
      safe += text.substr(at, glyph.length);
    }
    at += glyph.length;
  }
  return safe;
}

std::string ascii_only(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const Glyph glyph = decode(text, at);
    if (glyph.valid && glyph.code < 0x80) {
      plain += text[at];
    } else {
      plain += glyph.valid ? ascii_form(glyph.code) : "?";
    }
    at += glyph.length;
  }
  return plain;
}

}  // namespace bakeoff::report
