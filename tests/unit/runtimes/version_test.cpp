#include "runtimes/version.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace bakeoff::runtimes {
namespace {

// Ascending, as PEP 440 orders its own examples, and as releases of runtimes came out.
const std::vector<std::string>& ascending() {
  static const std::vector<std::string> kVersions{
      "0.9",   "1.0.dev1", "1.0a1",  "1.0b2",  "1.0rc1", "1.0",      "1.0+cpu",  "1.0.post1", "1.0.1",
      "1.9.0", "1.10.0",   "1.18.1", "1.32.0", "2.0",    "2024.6.0", "2026.4.0", "2026.4.1",  "2026.10.0"};
  return kVersions;
}

TEST(CompareVersions, OrdersByNumbersNotByText) {
  const auto& versions = ascending();
  for (std::size_t i = 0; i < versions.size(); ++i) {
    for (std::size_t j = 0; j < versions.size(); ++j) {
      EXPECT_TRUE(compare_versions(versions[i], versions[j]) == (i <=> j))
          << versions[i] << " and " << versions[j];
    }
  }
}

TEST(CompareVersions, TakesNumbersOfAnyLength) {
  EXPECT_TRUE(compare_versions("1.99999999999999999999998", "1.99999999999999999999999") < 0);
  EXPECT_TRUE(compare_versions("1.2", "1.010") < 0);
}

RC_GTEST_PROP(CompareVersions, IsAStrongOrderOfTexts,
              (const std::vector<int>& a, const std::vector<int>& b)) {
  const auto text = [](const std::vector<int>& parts) {
    std::string version;
    for (const int part : parts) version += (version.empty() ? "" : ".") + std::to_string(part & 1023);
    return version;
  };
  const auto order = compare_versions(text(a), text(b));
  RC_ASSERT((compare_versions(text(b), text(a)) < 0) == (order > 0));
  RC_ASSERT((order == 0) == (text(a) == text(b)));
}

}  // namespace
}  // namespace bakeoff::runtimes
