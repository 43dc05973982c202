#include "report/layout.h"

#include <algorithm>

#include "report/utf8.h"

namespace bakeoff::report {
namespace {

// The longest beginning of the text that takes at most `width` columns.
std::string_view beginning(std::string_view text, int width) {
  std::size_t at = 0;
  for (int used = 0; at < text.size();) {
    const Glyph glyph = decode(text, at);
    used += columns_of(glyph.code);
    if (used > width) break;
    at += glyph.length;
  }
  return text.substr(0, at);
}

// The longest end of the text that takes at most `width` columns.
std::string_view ending(std::string_view text, int width) {
  int excess = display_width(text) - width;
  std::size_t at = 0;
  while (at < text.size() && excess > 0) {
    const Glyph glyph = decode(text, at);
    excess -= columns_of(glyph.code);
    at += glyph.length;
  }
  return text.substr(at);
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Glyph glyph = decode(text, at);
    width += columns_of(glyph.code);
    at += glyph.length;
  }
  return width;
}

std::string shortened(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  if (width < 1) return {};
  const int end = (width - 1) / 2;
  const std::string_view first = beginning(text, width - 1 - end);
  return std::string(first) + "…" + std::string(ending(text, end));
}

std::string padded(std::string_view text, int width, Align align) {
  const std::string blanks(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
  return align == Align::kRight ? blanks + std::string(text) : std::string(text) + blanks;
}

std::string wrapped(std::string_view text, int width, std::string_view lead) {
  const std::string indent(static_cast<std::size_t>(display_width(lead)), ' ');
  std::string lines;
  std::string line(lead);
  bool empty = true;
  while (!text.empty()) {
    const auto blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    if (word.empty()) continue;
    if (!empty && display_width(line) + 1 + display_width(word) > width) {
      lines += line + "\n";
      line = indent;
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  return lines + line + "\n";
}

}  // namespace bakeoff::report
