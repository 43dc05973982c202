#include "base/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <map>
#include <set>

namespace bakeoff {
namespace {

// The probability of counts as uneven as these if all were equally likely.
double uniformity_p(const std::vector<int>& counts) {
  double total = 0;
  for (const int count : counts) total += count;
  const double expected = total / static_cast<double>(counts.size());
  double statistic = 0;
  for (const int count : counts) statistic += (count - expected) * (count - expected) / expected;
  const boost::math::chi_squared distribution(static_cast<double>(counts.size() - 1));
  return boost::math::cdf(boost::math::complement(distribution, statistic));
}

// Worked out with a few lines of Python from the published definitions of splitmix64 and xoshiro256**. They
// must never change: study files of earlier versions are replayed.
TEST(Dice, TheSameKeysGiveTheSameNumbersForEver) {
  Dice dice{1, 2, 3};
  EXPECT_EQ(dice.bits(), 0xca69c028e6e283e8U);
  EXPECT_EQ(dice.bits(), 0xc86df1a5f8f50802U);
  EXPECT_EQ(dice.bits(), 0x24d29c12572ab43bU);
}

TEST(Dice, EveryKeyAndItsPlaceMatter) {
  std::set<std::uint64_t> seen;
  for (const auto& keys :
       {std::array<std::uint64_t, 3>{1, 2, 3}, {1, 3, 2}, {3, 2, 1}, {1, 2, 4}, {0, 2, 3}}) {
    seen.insert(Dice({keys[0], keys[1], keys[2]}).bits());
  }
  seen.insert(Dice({1, 2}).bits());
  seen.insert(Dice({1, 2, 3, 0}).bits());
  EXPECT_EQ(seen.size(), 7U);
}

TEST(Dice, BelowIsUniform) {
  std::vector<int> counts(7, 0);
  Dice dice{42};
  for (int i = 0; i < 70'000; ++i) ++counts[dice.below(7)];
  EXPECT_GT(uniformity_p(counts), 1e-4);
}

TEST(Dice, EveryPermutationIsEquallyLikely) {
  std::map<std::vector<int>, int> seen;
  for (std::uint64_t key = 0; key < 24'000; ++key) {
    std::vector<int> items{1, 2, 3, 4};
    Dice({9, key}).shuffle(items);  // as races use it: fresh dice a round
    ++seen[items];
  }
  ASSERT_EQ(seen.size(), 24U);
  std::vector<int> counts;
  for (const auto& [order, count] : seen) counts.push_back(count);
  EXPECT_GT(uniformity_p(counts), 1e-4);
}

RC_GTEST_PROP(Dice, BelowStaysBelow, (std::uint64_t key)) {
  const auto bound = *rc::gen::inRange<std::uint64_t>(1, UINT64_MAX);
  RC_ASSERT(Dice({key}).below(bound) < bound);
}

TEST(Dice, NormalHasMeanZeroAndVarianceOne) {
  Dice dice{5};
  constexpr int kCount = 100'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kCount; ++i) {
    const double value = dice.normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kCount, 0, 4 / std::sqrt(kCount));
  EXPECT_NEAR(squares / kCount, 1, 4 * std::sqrt(2.0 / kCount));
}

TEST(SystemSeed, Differs) {
  EXPECT_NE(system_seed(), system_seed());
}

}  // namespace
}  // namespace bakeoff
