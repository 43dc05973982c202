#include "report/command_text.h"

#include <vector>

#include "report/escape.h"
#include "report/layout.h"

namespace bakeoff::report {
namespace {

// Splits at blanks outside quotes; an option stays with its value.
std::vector<std::string> pieces_of(const std::string& command) {
  std::vector<std::string> words(1);
  bool quoted = false;
  bool escaped = false;
  for (const char c : command) {
    if (c == '\'' && !escaped) quoted = !quoted;
    escaped = c == '\\' && !quoted && !escaped;
    if (c == ' ' && !quoted) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  std::vector<std::string> pieces;
  for (const std::string& word : words) {
    const bool is_value = !pieces.empty() && pieces.back().starts_with('-') && !word.starts_with('-') &&
                          pieces.back().find(' ') == std::string::npos;
    if (is_value) {
      pieces.back() += " " + word;
    } else {
      pieces.push_back(word);
    }
  }
  return pieces;
}

}  // namespace

std::string wrapped_command(const std::string& command, int width) {
  constexpr int kContinuation = 2;  // blank and backslash
  std::string text;
  std::string line = " ";
  bool empty = true;
  for (const std::string& piece : pieces_of(printable(command))) {
    if (!empty && display_width(line) + 1 + display_width(piece) + kContinuation > width) {
      text += line + " \\\n";
      line = "     ";
    }
    line += " " + piece;
    empty = false;
  }
  return text + line + "\n";
}

}  // namespace bakeoff::report
