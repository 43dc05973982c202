#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bakeoff::calibration {

/// A table in Markdown, row by row.
class MarkdownTable {
 public:
  explicit MarkdownTable(std::initializer_list<std::string> header);
  void add(const std::vector<std::string>& cells);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// A share as per cent with one decimal.
std::string percent(double share);

/// Compares `text` byte for byte with what docs/METHOD.md has between its marks
/// "<!-- calibration: NAME -->" and "<!-- /calibration -->". With BAKEOFF_APPROVE=1 in the environment the
/// page is written instead, to be read and committed by a person. A build that runs fewer seeds has other
/// numbers and only looks for the marks.
void expect_documented(std::string_view name, const std::string& text);

}  // namespace bakeoff::calibration
