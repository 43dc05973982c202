#include "measure/conductor/window.h"

#include <gtest/gtest.h>

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

// One second on two processors: `busy` of all processes, of which `own` was ours.
WindowJudged judge(Nanoseconds busy, Nanoseconds own, Nanoseconds steal, WindowFacts facts = {}) {
  facts.cpus = 2;
  return judge_window({10s, {100s, 5s}, 50s}, {11s, {100s + busy, 5s + steal}, 50s + own}, facts);
}

TEST(Window, OwnWorkIsNoDisturbance) {
  const auto window = judge(2s, 2s, 0ns);
  EXPECT_EQ(window.disturbance, Disturbance::kNone);
  EXPECT_EQ(window.foreign_share, 0);
  EXPECT_FALSE(window.charged);
}

TEST(Window, ForeignLoadAboveFivePercentOfAllProcessorsDisturbs) {
  EXPECT_EQ(judge(1900ms, 1800ms, 0ns).disturbance, Disturbance::kNone);
  const auto window = judge(1910ms, 1800ms, 0ns);
  EXPECT_EQ(window.disturbance, Disturbance::kForeignLoad);
  EXPECT_NEAR(window.foreign_share, 0.055, 1e-12);
}

TEST(Window, TicksMayLagBehindExactClocks) {
  EXPECT_EQ(judge(1s, 1020ms, 0ns).foreign_share, 0);
}

TEST(Window, StealAboveFivePercentDisturbs) {
  EXPECT_EQ(judge(0ns, 0ns, 100ms).disturbance, Disturbance::kNone);
  EXPECT_EQ(judge(0ns, 0ns, 110ms).disturbance, Disturbance::kSteal);
}

TEST(Window, AFrozenWorkerMayUseAMillisecond) {
  EXPECT_EQ(judge(0ns, 0ns, 0ns, {.frozen_cpu = 1ms}).disturbance, Disturbance::kNone);
  EXPECT_EQ(judge(0ns, 0ns, 0ns, {.frozen_cpu = 1001us}).disturbance, Disturbance::kFrozenWorkerRan);
}

TEST(Window, ASuspensionAlwaysDisturbs) {
  EXPECT_EQ(judge(0ns, 0ns, 0ns, {.suspended = true}).disturbance, Disturbance::kSuspended);
}

TEST(Window, TheSlotWithMostForeignTimeIsCharged) {
  const auto window = judge(2s, 1s, 0ns, {.foreign_by_slot = {{3, 10ms}, {1, 70ms}, {2, 40ms}}});
  ASSERT_TRUE(window.charged);
  EXPECT_EQ(*window.charged, 1U);
}

}  // namespace
}  // namespace bakeoff::measure
