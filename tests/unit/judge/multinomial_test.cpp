#include "judge/stats/multinomial.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace bakeoff::judge {
namespace {

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
  // Two cells, 2,000,000 charges: the statistic is (2 x 1,200 / sqrt(2,000,000))^2 = 2.88, and p that of a
  // normal deviate of sqrt(2.88) = 1.697 on both sides.
  EXPECT_NEAR(uniform_multinomial_p(std::vector<std::uint32_t>{1'001'200, 998'800}),
              std::erfc(std::sqrt(2.88 / 2)), 1e-9);
}

}  // namespace
}  // namespace bakeoff::judge
