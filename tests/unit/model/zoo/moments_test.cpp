#include "model/zoo/moments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/random.h"

namespace bakeoff::model {
namespace {

// Against what they stand for: the moments of a sample.
void expect_sampled(Moments z, Moments expected, const std::function<double(double)>& function) {
  Dice dice{9, static_cast<std::uint64_t>(z.mean * 10)};
  constexpr int kDraws = 200'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = function(z.mean + std::sqrt(z.variance) * dice.normal());
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kDraws;
  EXPECT_NEAR(expected.mean, mean, 0.02) << z.mean;
  EXPECT_NEAR(expected.variance, squares / kDraws - mean * mean, 0.06) << z.mean;
}

TEST(Moments, OfARectifiedNormal) {
  for (const double mean : {-1.0, 0.0, 0.7, 3.0}) {
    const Moments z{.mean = mean, .variance = 2.25};
    expect_sampled(z, rectified(z), [](double value) { return std::max(0.0, value); });
  }
}

TEST(Moments, OfAClippedNormal) {
  for (const double mean : {-1.0, 0.0, 3.0, 7.0}) {
    const Moments z{.mean = mean, .variance = 9};
    expect_sampled(z, clipped(z, 6), [](double value) { return std::clamp(value, 0.0, 6.0); });
  }
}

TEST(Moments, ABoundThatNothingReachesChangesNothing) {
  const Moments z{.mean = 0.5, .variance = 1};
  EXPECT_NEAR(clipped(z, 60).mean, rectified(z).mean, 1e-12);
  EXPECT_NEAR(clipped(z, 60).variance, rectified(z).variance, 1e-12);
}

}  // namespace
}  // namespace bakeoff::model
