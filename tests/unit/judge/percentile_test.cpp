#include "judge/stats/percentile.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

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

}  // namespace
}  // namespace bakeoff::judge
