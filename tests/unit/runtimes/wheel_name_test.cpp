#include "runtimes/wheel_name.h"

#include <gtest/gtest.h>

namespace bakeoff::runtimes {
namespace {

TEST(ParseWheelName, ReadsTheTagsWithAndWithoutABuildNumber) {
  const auto plain = parse_wheel_name("onnxruntime-1.32.0-cp311-cp311-manylinux_2_28_x86_64.whl");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->name, "onnxruntime");
  EXPECT_EQ(plain->version, "1.32.0");
  EXPECT_EQ(plain->python, "cp311");
  EXPECT_EQ(plain->abi, "cp311");
  EXPECT_EQ(plain->platform, "manylinux_2_28_x86_64");

  const auto built = parse_wheel_name("openvino-2026.4.1-22982-cp311-abi3-manylinux2014_x86_64.whl");
  ASSERT_TRUE(built);
  EXPECT_EQ(built->python, "cp311");
  EXPECT_EQ(built->abi, "abi3");
  EXPECT_EQ(built->platform, "manylinux2014_x86_64");
}

TEST(ParseWheelName, RefusesOtherFiles) {
  for (const char* file : {"", "a.whl", "numpy-1.0.tar.gz", "a-1-cp311-none.whl", "a-1-b-c-d-e-f.whl"}) {
    EXPECT_FALSE(parse_wheel_name(file)) << file;
  }
}

TEST(IsWheelOf, ComparesNamesAsPyPIDoes) {
  const auto wheel = parse_wheel_name("Ai_Edge.LiteRT-2.3.0-cp311-cp311-linux_x86_64.whl");
  ASSERT_TRUE(wheel);
  EXPECT_TRUE(is_wheel_of(*wheel, "ai-edge-litert", "2.3.0"));
  EXPECT_FALSE(is_wheel_of(*wheel, "ai-edge-litert", "2.3.1"));
  EXPECT_FALSE(is_wheel_of(*wheel, "ai-edge", "2.3.0"));
}

TEST(RunsOn, LooksAtEachPlatform) {
  const auto both = parse_wheel_name("a-1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl");
  ASSERT_TRUE(both);
  EXPECT_TRUE(runs_on(*both, "x86_64"));
  EXPECT_FALSE(runs_on(*both, "aarch64"));
  const auto windows = parse_wheel_name("a-1-cp311-cp311-win_x86_64.whl");
  ASSERT_TRUE(windows);
  EXPECT_FALSE(runs_on(*windows, "x86_64"));
}

}  // namespace
}  // namespace bakeoff::runtimes
