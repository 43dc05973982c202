#include "documented.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "simulation.h"

namespace bakeoff::calibration {
namespace {

const char* const kPage = BAKEOFF_SOURCE_DIR "/docs/METHOD.md";
constexpr std::uint64_t kDocumentedSeeds = 2000;

std::string row(const std::vector<std::string>& cells) {
  return fmt::format("| {} |\n", fmt::join(cells, " | "));
}

std::string read_page() {
  std::ifstream file(kPage, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

MarkdownTable::MarkdownTable(std::initializer_list<std::string> header) {
  const std::vector<std::string> cells(header);
  text_ = row(cells) + "|" +
          fmt::format("{}", fmt::join(std::vector<std::string>(cells.size(), "---"), "|")) + "|\n";
}

void MarkdownTable::add(const std::vector<std::string>& cells) {
  text_ += row(cells);
}

std::string percent(double share) {
  return fmt::format("{:.1f}", 100 * share);
}

void expect_documented(std::string_view name, const std::string& text) {
  fmt::print("{}\n{}\n", name, text);
  const std::string page = read_page();
  const std::string mark = fmt::format("<!-- calibration: {} -->\n", name);
  const std::size_t found = page.find(mark);
  ASSERT_NE(found, std::string::npos) << kPage << " has no place for it: " << mark;
  const std::size_t begin = found + mark.size();
  const std::size_t end = page.find("<!-- /calibration -->", begin);
  ASSERT_NE(end, std::string::npos) << kPage << ": nothing ends " << mark;
  if (seeds() != kDocumentedSeeds) return;
  if (std::getenv("BAKEOFF_APPROVE") != nullptr) {
    std::ofstream(kPage, std::ios::binary) << page.substr(0, begin) << text << page.substr(end);
    return;
  }
  EXPECT_EQ(page.substr(begin, end - begin), text)
      << "docs/METHOD.md shows other numbers: run this test with BAKEOFF_APPROVE=1 and read what it writes";
}

}  // namespace bakeoff::calibration
