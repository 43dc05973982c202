#include "report/figure/scale.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace bakeoff::report {
namespace {

using ::testing::Pointwise;

MATCHER(IsNearly, "") {
  return std::abs(std::get<0>(arg) - std::get<1>(arg)) <= 1e-9 * std::abs(std::get<1>(arg));
}

void expect_ticks(const Scale& scale, int about, const std::vector<double>& ticks) {
  EXPECT_THAT(scale.ticks(about), Pointwise(IsNearly(), ticks));
}

TEST(Scale, MapsItsEndsAndWhatLiesBetween) {
  const Scale linear(Scale::Kind::kLinear, 10, 20, 100, 200);
  EXPECT_DOUBLE_EQ(linear.at(10), 100);
  EXPECT_DOUBLE_EQ(linear.at(12.5), 125);
  EXPECT_DOUBLE_EQ(linear.at(20), 200);
  const Scale log(Scale::Kind::kLog, 1, 100, 0, 10);
  EXPECT_DOUBLE_EQ(log.at(10), 5);
  const Scale upwards(Scale::Kind::kLinear, 0, 1, 50, 0);
  EXPECT_DOUBLE_EQ(upwards.at(0.25), 37.5);
}

TEST(Scale, WhatLiesOutsideIsPutOnTheEdge) {
  const Scale scale(Scale::Kind::kLog, 0.01, 100, 0, 10);
  EXPECT_DOUBLE_EQ(scale.at(0), 0);
  EXPECT_DOUBLE_EQ(scale.at(1e300), 10);
}

TEST(Scale, TicksAreRoundNumbers) {
  expect_ticks({Scale::Kind::kLinear, 38.2, 46.9, 0, 1}, 5, {40, 42, 44, 46});
  expect_ticks({Scale::Kind::kLinear, 0, 0.013, 0, 1}, 5, {0, 0.002, 0.004, 0.006, 0.008, 0.01, 0.012});
  expect_ticks({Scale::Kind::kLinear, 0, 250, 0, 1}, 5, {0, 50, 100, 150, 200, 250});
  expect_ticks({Scale::Kind::kLog, 1.5, 30, 0, 1}, 5, {2, 5, 10, 20});
  expect_ticks({Scale::Kind::kLog, 0.01, 100, 0, 1}, 5, {0.01, 0.1, 1, 10, 100});
  expect_ticks({Scale::Kind::kLog, 1e-9, 1, 0, 1}, 5, {1e-8, 1e-6, 1e-4, 1e-2, 1});
}

TEST(ScaleFor, IsLogarithmicOnlyWhereValuesAreFarApart) {
  const Scale near = scale_for({40, 42}, 0, 1, 6);
  EXPECT_NEAR(near.at(41), 0.5, 1e-9);
  const Scale far = scale_for({1, 10, 100}, 0, 1, 6);
  EXPECT_NEAR(far.at(10), 0.5, 1e-9);
}

TEST(ScaleFor, IsSoundWhateverTheValues) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const std::vector<double>& values : {std::vector<double>{},
                                            {nan},
                                            {kInfinity, -kInfinity},
                                            {5},
                                            {0},
                                            {0, 0},
                                            {3, nan, kInfinity},
                                            {0, 1e300}}) {
    const Scale scale = scale_for(values, 0, 100, 6);
    EXPECT_LT(scale.low(), scale.high());
    EXPECT_TRUE(std::isfinite(scale.at(1)));
    EXPECT_LT(scale.ticks(5).size(), 20U);
  }
}

}  // namespace
}  // namespace bakeoff::report
