// README.md shows what bakeoff prints of the first cell of docs/example.bakeoff, to the byte.
// BAKEOFF_APPROVE=1 writes it anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "report/text.h"
#include "store/study_file.h"

namespace bakeoff {
namespace {

const std::string kSource = BAKEOFF_SOURCE_DIR;

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Readme, ShowsWhatTheProgramPrints) {
  auto study = store::read_study(kSource + "/docs/example.bakeoff");
  ASSERT_TRUE(study) << to_string(study.error());
  const report::Told told = report::told_of(std::move(*study));
  ASSERT_FALSE(told.study.cells.empty());
  const std::string printed = report::cell_text(report::cells_of(told).front(), "example.bakeoff", {});

  const std::string path = kSource + "/README.md";
  const std::string readme = read_text(path);
  const std::string fence = "```\n";
  const std::size_t begin = readme.find(fence) + fence.size();
  const std::size_t end = readme.find(fence, begin);
  ASSERT_NE(end, std::string::npos);
  if (std::getenv("BAKEOFF_APPROVE") != nullptr) {
    std::ofstream(path, std::ios::binary) << readme.substr(0, begin) << printed << readme.substr(end);
    return;
  }
  EXPECT_EQ(readme.substr(begin, end - begin), printed);
}

}  // namespace
}  // namespace bakeoff
