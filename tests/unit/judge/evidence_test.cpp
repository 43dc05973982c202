#include "judge/stats/evidence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace bakeoff::judge {
namespace {

/// The formula of METHOD.md as it stands, in long double, by multiplying sign by sign.
long double by_hand(int wins, int losses) {
  const long double b[] = {5.0L / 16, 9.0L / 16, 13.0L / 16, 1.0L};
  const long double c[] = {5.0L / 16, 1.0L / 4, 3.0L / 16, 1.0L / 4};
  long double sum = 0;
  for (int k = 0; k < 4; ++k) {
    long double term = c[k];
    for (int i = 0; i < wins; ++i) term *= 1 + b[k];
    for (int i = 0; i < losses; ++i) term *= 1 - b[k];
    sum += term;
  }
  return sum;
}

TEST(Evidence, IsTheFormula) {
  for (int wins = 0; wins <= 120; ++wins) {
    for (int losses = 0; losses <= 120; ++losses) {
      const double expected = static_cast<double>(by_hand(wins, losses));
      EXPECT_NEAR(evidence(wins, losses) / expected, 1, 1e-12) << wins << " " << losses;
    }
  }
}

TEST(Evidence, StaysANumberInLongRaces) {
  EXPECT_EQ(evidence(100'000, 0), std::numeric_limits<double>::max());
  EXPECT_EQ(evidence(0, 100'000), 0);
  const double balanced = evidence(20'000, 20'000);
  EXPECT_GE(balanced, 0);
  EXPECT_LT(balanced, 1e-300);
  // 12,610 wins and 10,000 losses: both factors are past a double, their product is
  // 5/16 exp(12610 ln(21/16) + 10000 ln(11/16)) < 1 / 1e100.
  EXPECT_LT(evidence(12'610, 10'000), 1e-100);
  EXPECT_GT(evidence(20'000, 10'000), 1e100);
}

TEST(Evidence, IsTheFormulaWhereAFactorIsPastADouble) {
  // (1 - b^2)^common has few digits left, then it is 0, while (1 + b)^(the rest) is finite; then the other
  // way round.
  for (const auto& [wins, losses] :
       {std::pair{9'860, 7'250}, std::pair{10'200, 7'600}, std::pair{8'000, 5'000}}) {
    const double expected = static_cast<double>(by_hand(wins, losses));
    ASSERT_TRUE(expected > 0 && std::isfinite(expected));
    EXPECT_NEAR(evidence(wins, losses) / expected, 1, 1e-9) << wins << " " << losses;
  }
}

TEST(Evidence, IsAMartingaleUnderAFairCoin) {
  for (int wins = 0; wins < 60; ++wins) {
    for (int losses = 0; losses < 60; ++losses) {
      const double next = (evidence(wins + 1, losses) + evidence(wins, losses + 1)) / 2;
      EXPECT_NEAR(next / evidence(wins, losses), 1, 1e-12);
    }
  }
}

RC_GTEST_PROP(Evidence, DoesNotGrowUnderAnUnfavourableCoin, ()) {
  const int wins = *rc::gen::inRange(0, 300);
  const int losses = *rc::gen::inRange(0, 300);
  const double p = *rc::gen::inRange(0, 501) / 1000.0;
  const double next = p * evidence(wins + 1, losses) + (1 - p) * evidence(wins, losses + 1);
  RC_ASSERT(next <= evidence(wins, losses) * (1 + 1e-12));
}

/// P(E reaches the threshold within so many fair signs), exactly: the mass that first reaches it leaves.
double probability_of_reaching(double threshold, int signs) {
  std::vector<double> mass{1.0};  // by wins
  double reached = 0;
  for (int n = 1; n <= signs; ++n) {
    std::vector<double> next(static_cast<std::size_t>(n) + 1, 0.0);
    for (std::size_t wins = 0; wins < mass.size(); ++wins) {
      next[wins] += mass[wins] / 2;
      next[wins + 1] += mass[wins] / 2;
    }
    for (std::size_t wins = 0; wins < next.size(); ++wins) {
      const double losses = static_cast<double>(n) - static_cast<double>(wins);
      if (evidence(static_cast<double>(wins), losses) < threshold) continue;
      reached += next[wins];
      next[wins] = 0;
    }
    mass = std::move(next);
  }
  return reached;
}

TEST(Evidence, KeepsVillesBoundAtEveryStoppingTime) {
  for (const double threshold : {2.0, 20.0, 40.0, 80.0, 120.0}) {
    const double reached = probability_of_reaching(threshold, 600);
    EXPECT_LE(reached, 1 / threshold) << threshold;
    EXPECT_GE(reached, 0.2 / threshold) << "so far below the bound something else is counted";
  }
}

TEST(Evidence, StraightWinsOfTheMethod) {
  const std::vector<std::pair<double, int>> firsts = {{40, 7}, {60, 8}, {80, 8}, {120, 9}};
  for (const auto& [threshold, wins] : firsts) {
    EXPECT_GE(evidence(wins, 0), threshold);
    EXPECT_LT(evidence(wins - 1, 0), threshold);
  }
}

TEST(Evidence, Thresholds) {
  EXPECT_DOUBLE_EQ(elimination_threshold(0.05), 40);
  EXPECT_DOUBLE_EQ(tie_threshold(0.05, 0), 40);
  EXPECT_DOUBLE_EQ(tie_threshold(0.05, 2), 120);
}

}  // namespace
}  // namespace bakeoff::judge
