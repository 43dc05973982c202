#include "measure/worker/environment_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace bakeoff::measure {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::StrEq;

TEST(EnvironmentOptions, AreSetAndTheOthersGivenBack) {
  ::unsetenv("BAKEOFF_TEST_KERNELS");
  const auto others = set_environment({{"xla", "1"}, {"env.BAKEOFF_TEST_KERNELS", "a=b"}, {"spin", "0"}});
  ASSERT_TRUE(others);
  EXPECT_THAT(*others, ElementsAre(Pair("xla", "1"), Pair("spin", "0")));
  EXPECT_THAT(std::getenv("BAKEOFF_TEST_KERNELS"), StrEq("a=b"));
  ::unsetenv("BAKEOFF_TEST_KERNELS");
}

TEST(EnvironmentOptions, RefuseWhatIsNoName) {
  for (const char* key : {"env.", "env.Path", "env.A=B", "env.A B"}) {
    const auto others = set_environment({{key, "1"}});
    ASSERT_FALSE(others) << key;
    EXPECT_EQ(others.error().status, Status::kUnsupported);
    EXPECT_NE(others.error().reason.find(key), std::string::npos) << others.error().reason;
  }
}

}  // namespace
}  // namespace bakeoff::measure
