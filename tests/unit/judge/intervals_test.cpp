#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "judge/stats/evidence.h"
#include "judge/stats/median.h"
#include "judge/stats/order_interval.h"

namespace bakeoff::judge {
namespace {

TEST(Median, OfOddAndEvenNumbers) {
  EXPECT_EQ(median({3}), 3);
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 3, 2}), 2.5);
  EXPECT_EQ(median({0.5, -0.5}), 0);
}

RC_GTEST_PROP(Median, IsAntisymmetricToTheBit, (std::vector<double> values)) {
  RC_PRE(!values.empty());
  std::vector<double> negated;
  for (const double value : values) negated.push_back(-value);
  RC_ASSERT(median(negated) == -median(values));
}

RC_GTEST_PROP(Median, IsTheMiddleOfTheSortedValues, (std::vector<int> whole)) {
  RC_PRE(!whole.empty());
  std::vector<double> values(whole.begin(), whole.end());
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t n = sorted.size();
  const double expected = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  RC_ASSERT(median(values) == expected);
}

TEST(Median, SignAgainstAShift) {
  const std::vector<double> ratios = {0.0625, 0.046875, -0.5};
  EXPECT_EQ(median_sign(ratios, 0.03125), 1);
  EXPECT_EQ(median_sign(ratios, 0.046875), 0);
  EXPECT_EQ(median_sign(ratios, 0.05), -1);
}

/// r by its definition, loss by loss.
std::size_t index_by_hand(std::size_t units, double alpha) {
  std::size_t index = 0;
  for (std::size_t losses = 0; losses <= units; ++losses) {
    if (evidence(static_cast<double>(units - losses), static_cast<double>(losses)) >= 2 / alpha) {
      index = losses + 1;
    }
  }
  return index;
}

TEST(PairInterval, IndexIsTheMostLossesThatStillDecide) {
  for (const double alpha : {0.2, 0.05, 0.01, 0.001}) {
    for (std::size_t units = 0; units <= 150; ++units) {
      EXPECT_EQ(interval_index(units, alpha), index_by_hand(units, alpha)) << units << " at " << alpha;
    }
  }
}

TEST(PairInterval, BeginsAtTheUnitsOfTheMethod) {
  const std::vector<std::size_t> first = {7,  12, 16, 19, 22, 25, 28, 31, 34, 36,
                                          39, 42, 44, 47, 50, 52, 55, 58, 60};
  for (std::size_t r = 1; r <= first.size(); ++r) {
    EXPECT_EQ(interval_index(first[r - 1], 0.05), r);
    EXPECT_EQ(interval_index(first[r - 1] - 1, 0.05), r - 1);
  }
}

TEST(PairInterval, TakesOrderStatistics) {
  std::vector<double> ratios(12);
  std::iota(ratios.begin(), ratios.end(), 1.0);
  std::reverse(ratios.begin(), ratios.end());
  EXPECT_EQ(pair_interval(ratios, 0.05), (Interval{.low = 2.0, .high = 11.0}));
  ratios.resize(6);
  EXPECT_EQ(pair_interval(ratios, 0.05), Interval{});
}

/// P(Binomial(n, 1/2) < r) by counting with Pascal's triangle.
double below(std::size_t units, std::size_t index) {
  std::vector<double> row{1.0};
  for (std::size_t n = 0; n < units; ++n) {
    std::vector<double> next(row.size() + 1, 0.0);
    for (std::size_t i = 0; i < row.size(); ++i) {
      next[i] += row[i] / 2;
      next[i + 1] += row[i] / 2;
    }
    row = std::move(next);
  }
  return std::accumulate(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(index), 0.0);
}

TEST(OwnInterval, CoversTheMedianAndCouldNotBeNarrower) {
  for (const double alpha : {0.2, 0.05, 0.01}) {
    for (std::size_t units = 6; units <= 80; ++units) {
      const std::size_t index = own_interval_index(units, alpha);
      EXPECT_TRUE(index == 0 || below(units, index) <= alpha / 2) << units;
      EXPECT_GT(below(units, index + 1), alpha / 2) << units;
    }
  }
}

TEST(OwnInterval, MayReachTheMiddle) {
  EXPECT_EQ(own_interval_index(6, 0.7), 3U) << "P(X <= 2) = 22/64";
}

TEST(OwnInterval, TakesWhatIsExactlyAllowed) {
  EXPECT_EQ(own_interval_index(6, 2.0 / 64), 1U) << "P(X <= 0) = 1/64";
  EXPECT_EQ(own_interval_index(6, 2.0 / 64 - 1e-9), 0U);
}

TEST(OwnInterval, IsEmptyBelowSixUnits) {
  EXPECT_EQ(own_interval({1, 2, 3, 4, 5}, 0.05), Interval{});
  EXPECT_EQ(own_interval({1, 2, 3, 4, 5}, 0.5), Interval{});
  EXPECT_EQ(own_interval({6, 5, 4, 3, 2, 1}, 0.05), (Interval{.low = 1.0, .high = 6.0}));
  EXPECT_EQ(own_interval({6, 5, 4, 3, 2, 1}, 0.01), Interval{}) << "1/64 is more than .005";
}

}  // namespace
}  // namespace bakeoff::judge
