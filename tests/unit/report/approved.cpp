#include "approved.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bakeoff::report {

void expect_approved(const std::string& name, const std::string& text) {
  const std::filesystem::path path =
      std::filesystem::path(BAKEOFF_SOURCE_DIR) / "tests/unit/report/approved" / name;
  if (std::getenv("BAKEOFF_APPROVE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path << " is missing: run this test with BAKEOFF_APPROVE=1 and read what it writes";
  std::ostringstream content;
  content << file.rdbuf();
  EXPECT_EQ(text, content.str()) << "differs from " << path;
}

}  // namespace bakeoff::report
