#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "judge/stats/limit_test.h"
#include "judge/stats/multinomial.h"
#include "judge/stats/percentile.h"
#include "judge/stats/sample_counts.h"

namespace bakeoff::judge {
namespace {

RC_GTEST_PROP(SampleCounts, HoldsEverySample, (std::vector<std::vector<std::uint8_t>> slots)) {
  SampleCounts counts;
  std::vector<std::uint64_t> all;
  for (const std::vector<std::uint8_t>& slot : slots) {
    std::vector<std::uint64_t> values(slot.begin(), slot.end());
    std::sort(values.begin(), values.end());
    counts.add_sorted(values);
    all.insert(all.end(), values.begin(), values.end());
  }
  std::sort(all.begin(), all.end());
  RC_ASSERT(counts.size() == all.size());
  for (std::size_t k = 1; k <= all.size(); ++k) RC_ASSERT(counts.nth(k) == all[k - 1]);
}

SampleCounts one_to(std::uint64_t n) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t i = 1; i <= n; ++i) values.push_back(i);
  SampleCounts counts;
  counts.add_sorted(values);
  return counts;
}

TEST(Percentile, IsRefusedWithTooFewSamples) {
  EXPECT_EQ(samples_needed(0.90), 29U);
  EXPECT_EQ(samples_needed(0.95), 59U);
  EXPECT_EQ(samples_needed(0.99), 299U);
  EXPECT_FALSE(percentile(one_to(298), 0.99).has_value());
  EXPECT_TRUE(percentile(one_to(299), 0.99).has_value());
}

TEST(Percentile, IsTheNearestRank) {
  EXPECT_EQ(percentile(one_to(100), 0.90)->value, 90U);
  EXPECT_EQ(percentile(one_to(30), 0.90)->value, 27U);
  EXPECT_EQ(percentile(one_to(31), 0.90)->value, 28U);
  EXPECT_EQ(percentile(one_to(1000), 0.99)->value, 990U);
}

/// P(Binomial(n, p) < k), by the recursion of its terms.
double binomial_below(std::uint64_t n, double p, std::uint64_t k) {
  double term = std::pow(1 - p, static_cast<double>(n));
  double sum = 0;
  for (std::uint64_t i = 0; i < k; ++i) {
    sum += term;
    term *= static_cast<double>(n - i) / static_cast<double>(i + 1) * p / (1 - p);
  }
  return sum;
}

TEST(Percentile, BoundIsTheFirstOrderStatisticThatHolds) {
  for (const std::uint64_t n : {29ULL, 50ULL, 100ULL}) {
    const std::uint64_t bound = percentile(one_to(n), 0.90)->bound;
    EXPECT_GE(binomial_below(n, 0.90, bound), 0.95) << n;
    EXPECT_LT(binomial_below(n, 0.90, bound - 1), 0.95) << n;
  }
  EXPECT_EQ(percentile(one_to(299), 0.99)->bound, 299U);
}

/// p of the exact test by listing every way the charges can fall.
double p_by_enumeration(const std::vector<std::uint32_t>& counts) {
  std::uint32_t total = 0;
  for (const std::uint32_t count : counts) total += count;
  const auto ways = [total](const std::vector<std::uint32_t>& outcome) {
    double result = std::tgamma(total + 1.0);
    for (const std::uint32_t count : outcome) result /= std::tgamma(count + 1.0);
    return result;
  };
  const double observed = ways(counts);
  double sequences = 1;
  for (std::uint32_t i = 0; i < total; ++i) sequences *= static_cast<double>(counts.size());
  double as_unlikely = 0;
  for (double sequence = 0; sequence < sequences; ++sequence) {
    std::vector<std::uint32_t> outcome(counts.size(), 0);
    auto rest = static_cast<std::uint64_t>(sequence);
    for (std::uint32_t i = 0; i < total; ++i) {
      ++outcome[rest % counts.size()];
      rest /= counts.size();
    }
    if (ways(outcome) <= observed * (1 + 1e-9)) as_unlikely += 1;
  }
  return as_unlikely / sequences;
}

RC_GTEST_PROP(Multinomial, EqualsEnumeration, ()) {
  const std::size_t cells = *rc::gen::inRange<std::size_t>(2, 6);
  std::vector<std::uint32_t> counts(cells, 0);
  const int total = *rc::gen::inRange(1, 7);
  for (int i = 0; i < total; ++i) ++counts[*rc::gen::inRange<std::size_t>(0, cells)];
  const double expected = p_by_enumeration(counts);
  RC_ASSERT(std::abs(uniform_multinomial_p(counts) - expected) < 1e-9);
}

TEST(Multinomial, WorkedExamples) {
  const auto p = [](std::vector<std::uint32_t> counts) { return uniform_multinomial_p(counts); };
  EXPECT_NEAR(p({8, 0}), 2.0 / 256, 1e-12);
  EXPECT_NEAR(p({7, 1}), 18.0 / 256, 1e-12);
  EXPECT_NEAR(p({4, 4}), 1, 1e-12);
  EXPECT_NEAR(p({4, 0, 0}), 3.0 / 81, 1e-12);
  EXPECT_EQ(p({5}), 1);
  EXPECT_EQ(p({0, 0, 0}), 1);
}

TEST(Multinomial, LargeCountsGoOverToChiSquareSmoothly) {
  // 12 cells: 96 charges have more than a million partitions, so this is chi-square; an even spread must not
  // look uneven and a lopsided one must.
  std::vector<std::uint32_t> even(12, 8);
  EXPECT_GT(uniform_multinomial_p(even), 0.99);
  even[0] = 30;
  EXPECT_LT(uniform_multinomial_p(even), 1e-3);
}

TEST(LimitTest, CleanUnitsToPassAreThoseOfTheMethod) {
  EXPECT_EQ(LimitTest(0.1).units_to_pass(), 38U);
  EXPECT_EQ(LimitTest(0.05).units_to_pass(), 77U);
  EXPECT_EQ(LimitTest(0.01).units_to_pass(), 393U);
  EXPECT_EQ(LimitTest(0.001).units_to_pass(), 3946U);
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
