#include "measure/worker/warm_up.h"

#include <gtest/gtest.h>

namespace bakeoff::measure {
namespace {

constexpr std::uint64_t kMillisecond = 1'000'000;

WarmUp after(const std::vector<std::uint64_t>& milliseconds) {
  WarmUp warm_up;
  for (const auto duration : milliseconds) warm_up.add(duration * kMillisecond);
  return warm_up;
}

TEST(WarmUp, FiveLevelStretchesAreSteady) {
  EXPECT_FALSE(after({40, 40, 40, 40}).done());
  EXPECT_TRUE(after({40, 40, 40, 40, 40}).steady());
}

TEST(WarmUp, AFallingSeriesIsNotSteady) {
  EXPECT_FALSE(after({400, 399, 398, 397, 396}).steady());
  EXPECT_FALSE(after({396, 397, 398, 399, 400}).steady());
}

TEST(WarmUp, OnlyTheLastFiveStretchesCount) {
  EXPECT_TRUE(after({90, 80, 70, 40, 41, 40, 41, 40}).steady());
  EXPECT_FALSE(after({90, 80, 70, 60, 41, 40, 41, 40}).steady()) << "the first of the last five is 60";
}

TEST(WarmUp, ShortInferencesAreGatheredToTenMilliseconds) {
  WarmUp warm_up;
  std::size_t inferences = 0;
  while (!warm_up.done()) {
    warm_up.add(kMillisecond);
    ++inferences;
  }
  EXPECT_TRUE(warm_up.steady());
  EXPECT_EQ(inferences, 50U);
}

TEST(WarmUp, GivesUpAfterHalfASecondAndTwentyInferencesWhicheverIsLater) {
  WarmUp slow;  // alternates so wildly that it never looks level
  for (std::uint64_t count = 1; !slow.done(); ++count) {
    slow.add((count % 2 == 0 ? 200 : 100) * kMillisecond * count);
  }
  EXPECT_FALSE(slow.steady());
  EXPECT_EQ(slow.inferences(), 20U);

  WarmUp quick;
  std::uint64_t elapsed = 0;
  std::uint64_t duration = 12 * kMillisecond;
  while (!quick.done()) {  // rises for ever
    quick.add(duration);
    elapsed += duration;
    duration += kMillisecond / 2;
  }
  EXPECT_FALSE(quick.steady());
  EXPECT_GE(elapsed, 500 * kMillisecond);
  EXPECT_GE(quick.inferences(), 20U);
}

}  // namespace
}  // namespace bakeoff::measure
