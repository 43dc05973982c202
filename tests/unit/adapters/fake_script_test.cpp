// How much longer than scripted an inference of the fake is: a pure function of script, number and age.

#include <gtest/gtest.h>

#include "fake/work.h"

namespace bakeoff::adapters {
namespace {

TEST(Slowdown, IsNoneByDefault) {
  EXPECT_EQ(slowdown(Script{}, 1, Seconds(100)), 1.0);
}

TEST(Slowdown, DriftsWithAge) {
  Script script;
  script.drift_per_second = 0.01;
  EXPECT_DOUBLE_EQ(slowdown(script, 1, Seconds(0)), 1.0);
  EXPECT_DOUBLE_EQ(slowdown(script, 1, Seconds(50)), 1.5);
  script.drift_per_second = -0.5;
  EXPECT_DOUBLE_EQ(slowdown(script, 1, Seconds(10)), 0.0);  // not below
}

TEST(Slowdown, SpikesAtTheirShareAndRepeatably) {
  Script script;
  script.spike_probability = 0.1;
  script.spike_factor = 7;
  int spikes = 0;
  for (std::uint64_t inference = 1; inference <= 10000; ++inference) {
    const double factor = slowdown(script, inference, Seconds(0));
    EXPECT_TRUE(factor == 1.0 || factor == 7.0);
    EXPECT_EQ(factor, slowdown(script, inference, Seconds(9)));
    if (factor == 7.0) ++spikes;
  }
  EXPECT_NEAR(spikes, 1000, 120);  // 4 standard deviations of a binomial

  Script other = script;
  other.seed = 2;
  int differing = 0;
  for (std::uint64_t inference = 1; inference <= 1000; ++inference) {
    if (slowdown(script, inference, Seconds(0)) != slowdown(other, inference, Seconds(0))) ++differing;
  }
  EXPECT_GT(differing, 100);
}

TEST(Slowdown, HasTwoModes) {
  Script script;
  script.bimodal_factor = 3;
  script.bimodal_period = Seconds(0.01);
  bool slow = false;
  bool fast = false;
  // Ends by the time-out of the test if one of the modes never comes.
  while (!slow || !fast) {
    const double factor = slowdown(script, 1, Seconds(0));
    ASSERT_TRUE(factor == 1.0 || factor == 3.0);
    (factor == 1.0 ? fast : slow) = true;
  }
}

}  // namespace
}  // namespace bakeoff::adapters
