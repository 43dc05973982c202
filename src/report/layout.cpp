#include "report/layout.h"

#include <algorithm>
#include <vector>

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

bool is_number(std::string_view word) {
  const auto first = word.find_first_not_of("(-+");
  if (first == std::string_view::npos) return false;
  return word.find_first_not_of("0123456789.", first) == std::string_view::npos;
}

bool is_counted(std::string_view word) {
  return !word.empty() && (word.front() == '%' || (word.front() >= 'a' && word.front() <= 'z'));
}

// "4.9 %," and "14 epochs" stay together, and "seed 7" where nothing follows that the 7 could count: a number
// alone on a line says nothing.
bool belong_together(std::string_view word, std::string_view next, std::string_view after) {
  if (is_number(word)) return is_counted(next);
  const bool ends_clause = word.back() == ',' || word.back() == '.' || word.back() == ':';
  if (ends_clause) return false;
  const std::string_view bare = next.substr(0, next.find_last_not_of(",.)") + 1);
  return !bare.empty() && is_number(bare) && (bare.size() < next.size() || !is_counted(after));
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = text.find_first_not_of(' '); at != std::string_view::npos;
       at = text.find_first_not_of(' ', at)) {
    const auto end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

// The words of a text, those that belong together as one.
std::vector<std::string> unbroken_pieces(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view after = i + 1 < words.size() ? words[i + 1] : std::string_view();
    if (i > 0 && belong_together(words[i - 1], words[i], after)) {
      pieces.back() += " " + std::string(words[i]);
    } else {
      pieces.emplace_back(words[i]);
    }
  }
  return pieces;
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
  for (const std::string& piece : unbroken_pieces(text)) {
    if (!empty && display_width(line) + 1 + display_width(piece) > width) {
      lines += line + "\n";
      line = indent;
      empty = true;
    }
    if (!empty) line += ' ';
    line += piece;
    empty = false;
  }
  return lines + line + "\n";
}

}  // namespace bakeoff::report
