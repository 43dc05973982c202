#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "judge/stats/limit_test.h"

namespace bakeoff::judge {
namespace {

TEST(LimitTest, CleanUnitsToPassAreThoseOfTheMethod) {
  EXPECT_EQ(LimitTest(0.1).units_to_pass(), 38U);
  EXPECT_EQ(LimitTest(0.05).units_to_pass(), 77U);
  EXPECT_EQ(LimitTest(0.01).units_to_pass(), 393U);
  EXPECT_EQ(LimitTest(0.001).units_to_pass(), 3946U);
}

TEST(LimitTest, BetsOnTheOverRatesOfTheMethod) {
  // One unit, all over the limit or all within it: the mean over a of a/q and of (1 - a)/(1 - q).
  for (const double q : {0.2, 0.1, 0.05, 0.01}) {
    const std::vector<double> passing = {0.05 * q, 0.2 * q, 0.4 * q, 0.7 * q};
    const std::vector<double> failing = {1.5 * q, 2.5 * q, 5 * q, std::min(10.0, 0.9 / q) * q};
    const auto mean = [](const std::vector<double>& rates, const auto& factor) {
      double sum = 0;
      for (const double rate : rates) sum += factor(rate) / 4;
      return sum;
    };
    LimitTest over(q);
    over.add(1);
    LimitTest within(q);
    within.add(0);
    for (const auto& [rates, if_over, if_within] :
         {std::tuple{passing, over.pass_evidence(), within.pass_evidence()},
          std::tuple{failing, over.fail_evidence(), within.fail_evidence()}}) {
      EXPECT_NEAR(if_over, mean(rates, [q](double rate) { return rate / q; }), 1e-12) << q;
      EXPECT_NEAR(if_within, mean(rates, [q](double rate) { return (1 - rate) / (1 - q); }), 1e-12) << q;
    }
  }
}

TEST(LimitTest, PassesAfterExactlyAsManyCleanUnitsAsItSaid) {
  LimitTest test(0.1);
  test.add(0.3);
  const std::size_t more = test.units_to_pass();
  EXPECT_GT(more, 38U);
  for (std::size_t i = 0; i + 1 < more; ++i) test.add(0);
  EXPECT_EQ(test.verdict(), LimitVerdict::kOpen);
  EXPECT_EQ(test.units_to_pass(), 1U);
  test.add(0);
  EXPECT_EQ(test.verdict(), LimitVerdict::kPass);
  EXPECT_EQ(test.units_to_pass(), 0U);
}

TEST(LimitTest, StopsForGood) {
  LimitTest test(0.05);
  while (test.verdict() == LimitVerdict::kOpen) test.add(1);
  EXPECT_EQ(test.verdict(), LimitVerdict::kFail);
  const std::size_t units = test.units();
  const double evidence = test.fail_evidence();
  for (int i = 0; i < 1000; ++i) test.add(0);
  EXPECT_EQ(test.units(), units);
  EXPECT_EQ(test.fail_evidence(), evidence);
}

RC_GTEST_PROP(LimitTest, BothSidesAreFairBetsAtTheLimit, ()) {
  // With an over-rate of exactly q, the mean factor of one inference is 1 on each side.
  const double q = *rc::gen::element(0.1, 0.05, 0.01, 0.001);
  LimitTest over(q);
  LimitTest within(q);
  over.add(1);
  within.add(0);
  RC_ASSERT(std::abs(q * over.pass_evidence() + (1 - q) * within.pass_evidence() - 1) < 1e-12);
  RC_ASSERT(std::abs(q * over.fail_evidence() + (1 - q) * within.fail_evidence() - 1) < 1e-12);
}

TEST(Lag1Correlation, WorkedExample) {
  // 1 2 3: deviations -1 0 1, products 0, squares 2. 1 1 3 3: deviations -1 -1 1 1, products 1 - 1 + 1 = 1
  // of 4.
  EXPECT_EQ(lag1_correlation(std::vector<double>{1, 2, 3}), 0);
  EXPECT_EQ(lag1_correlation(std::vector<double>{1, 1, 3, 3}), 0.25);
  EXPECT_EQ(lag1_correlation(std::vector<double>{1, 2}), 0)
      << "two values follow one another once: no pattern";
  EXPECT_EQ(lag1_correlation(std::vector<double>(100, 0.04)), 0) << "roundings must not correlate";
}

TEST(SlotsPerUnit, OneWhereSlotsAreIndependent) {
  std::vector<OverLimit> slots;
  for (int i = 0; i < 100; ++i) slots.push_back({.over = i % 2 == 0 ? 3U : 0U, .total = 10});
  EXPECT_EQ(slots_per_unit(slots), 1U);
}

TEST(SlotsPerUnit, DoublesUntilBurstsFitIn) {
  // Bursts of 8 slots in turn with 8 quiet ones: units of 1 and 2 still follow their neighbours; units of 4
  // come as 1 1 0 0 1 1 0 0, which follow and oppose them equally often.
  std::vector<OverLimit> slots;
  for (int i = 0; i < 96; ++i) slots.push_back({.over = (i / 8) % 2 == 0 ? 5U : 0U, .total = 10});
  EXPECT_EQ(slots_per_unit(slots), 4U);
}

TEST(SlotsPerUnit, EndsWhereTooFewUnitsAreLeft) {
  std::vector<OverLimit> slots;
  for (std::uint64_t i = 0; i < 100; ++i) slots.push_back({.over = i, .total = 100});  // a trend never ends
  EXPECT_LE(slots_per_unit(slots), 32U);
  EXPECT_GE(slots_per_unit(slots), 8U);
  // Of 64, four units of 16 are enough to go on, two of 32 are not.
  EXPECT_EQ(slots_per_unit(std::span(slots).first(64)), 32U);
}

}  // namespace
}  // namespace bakeoff::judge
