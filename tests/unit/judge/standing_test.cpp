#include "judge/race/standing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "base/random.h"
#include "judge/race/outlook.h"
#include "judge/stats/evidence.h"

namespace bakeoff::judge {
namespace {

std::vector<CandidateIndex> first(std::size_t n) {
  std::vector<CandidateIndex> all(n);
  std::iota(all.begin(), all.end(), CandidateIndex{0});
  return all;
}

Standing standing_of(std::size_t n, double epsilon = 0.02) {
  Rules rules;
  rules.epsilon = epsilon;
  return {rules, n, first(n)};
}

void add(Standing& standing, const std::vector<double>& costs) {
  RoundCosts round;
  for (const double cost : costs) round.emplace_back(cost);
  standing.add_unit({&round, 1});
}

TEST(Standing, WinnerAfterSevenStraightSigns) {
  Standing standing = standing_of(2);
  for (int i = 0; i < 6; ++i) add(standing, {0, 0.1});
  EXPECT_EQ(standing.verdict(), Verdict::kUnresolved);
  add(standing, {0, 0.1});
  EXPECT_EQ(standing.verdict(), Verdict::kWinner);
  EXPECT_EQ(standing.survivors(), std::vector<CandidateIndex>{0});
  EXPECT_EQ(standing.left_after(1), 7U);
  add(standing, {1, 0});
  EXPECT_EQ(standing.units(), 7U) << "decided for good";
}

TEST(Standing, WhereUnitsAreAskedForNobodyLeavesAndTheyAreAll) {
  Rules rules;
  rules.units = 20;
  Standing standing(rules, 2, first(2));
  for (int i = 0; i < 19; ++i) add(standing, {0, 0.1});
  EXPECT_FALSE(standing.decided()) << "seven straight signs would have decided a race";
  add(standing, {0, 0.1});
  EXPECT_TRUE(standing.decided());
  EXPECT_EQ(standing.survivors().size(), 2U);
  EXPECT_EQ(standing.verdict(), Verdict::kUnresolved);
  add(standing, {0, 0.1});
  EXPECT_EQ(standing.units(), 20U);
}

TEST(Standing, CountsTheSignsOfRoundsBesideThoseOfUnits) {
  Standing standing = standing_of(2);
  const std::vector<RoundCosts> epoch{{0.0, 0.1}, {0.0, 0.2}, {0.3, 0.0}, {0.1, 0.1}, {0.0, 0.4}};
  standing.add_unit(epoch);
  EXPECT_EQ(standing.signs(0, 1).wins, 1U);
  EXPECT_EQ(standing.round_signs(0, 1).wins, 3U);
  EXPECT_EQ(standing.round_signs(0, 1).losses, 1U);
  EXPECT_EQ(standing.round_signs(1, 0).wins, 1U);
  EXPECT_EQ(pair_result(standing, 0, 1)->rounds, 4U) << "the tied round is in neither";
  EXPECT_EQ(pair_result(standing, 0, 1)->round_wins, 3U);
}

TEST(Standing, ExactTiesAreDroppedButStandInTheLogRatios) {
  Standing standing = standing_of(2);
  for (int i = 0; i < 5; ++i) add(standing, {1, 1});
  EXPECT_EQ(standing.evidence_for(0, 1), 1);
  EXPECT_EQ(standing.log_ratios(0, 1).size(), 5U);
  EXPECT_EQ(pair_result(standing, 0, 1)->units, 0U);
}

TEST(Standing, MeansKeepTheirDenominatorAndTheEvidenceOfThoseWhoLeft) {
  Standing standing = standing_of(4);
  for (int i = 0; i < 3; ++i) add(standing, {0, 0.1, 0.1, 0.1});
  const double frozen = standing.evidence_for(0, 1);
  standing.leave(0);
  for (int i = 0; i < 4; ++i) add(standing, {5, 0.1, 0.2, 0.3});
  EXPECT_DOUBLE_EQ(standing.evidence_for(0, 1), frozen);
  const double against = (frozen + standing.evidence_for(2, 1) + standing.evidence_for(3, 1)) / 3;
  EXPECT_DOUBLE_EQ(standing.evidence_against(1), against);
}

TEST(Standing, AFaultRaisesWhatATieNeeds) {
  Standing standing = standing_of(3);
  EXPECT_DOUBLE_EQ(standing.tie_needs(), 40);
  standing.leave(2);
  EXPECT_DOUBLE_EQ(standing.tie_needs(), 80);
  EXPECT_EQ(standing.verdict(), Verdict::kUnresolved);
}

TEST(Standing, NobodyLeftIsNone) {
  Standing standing = standing_of(2);
  standing.leave(0);
  EXPECT_EQ(standing.verdict(), Verdict::kWinner);
  standing.leave(1);
  EXPECT_EQ(standing.verdict(), Verdict::kNone);
}

/// Random log times in 1/1024, as the vectors have them; coarse, so that exact ties come up.
std::vector<std::vector<RoundCosts>> random_epochs(std::uint64_t seed, std::size_t candidates,
                                                   std::size_t epochs, std::size_t rounds) {
  Dice dice{seed};
  std::vector<std::vector<RoundCosts>> result(epochs, std::vector<RoundCosts>(rounds));
  for (std::vector<RoundCosts>& epoch : result) {
    for (RoundCosts& round : epoch) {
      for (std::size_t i = 0; i < candidates; ++i) {
        round.emplace_back((std::round(dice.normal() * 20) + static_cast<double>(i) * 15) / 1024);
      }
    }
  }
  return result;
}

RC_GTEST_PROP(Standing, DoesNotDependOnTheOrderOfTheCandidates, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const std::size_t n = *rc::gen::inRange<std::size_t>(2, 7);
  const std::size_t rounds = *rc::gen::inRange<std::size_t>(1, 6);
  const auto epochs = random_epochs(seed, n, 40, rounds);
  std::vector<CandidateIndex> place = first(n);  // candidate i stands at place[i]
  Dice dice{seed, 1};
  dice.shuffle(place);

  Standing straight = standing_of(n);
  Standing shuffled = standing_of(n);
  for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
    if (epoch == seed % 40) {
      straight.leave(0);
      shuffled.leave(place[0]);
    }
    std::vector<RoundCosts> moved = epochs[epoch];
    for (std::size_t round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < n; ++i) moved[round][place[i]] = epochs[epoch][round][i];
    }
    straight.add_unit(epochs[epoch]);
    shuffled.add_unit(moved);
  }
  RC_ASSERT(straight.verdict() == shuffled.verdict());
  RC_ASSERT(straight.units() == shuffled.units());
  RC_ASSERT(tie_epsilon(straight) == tie_epsilon(shuffled));
  for (CandidateIndex i = 0; i < n; ++i) {
    RC_ASSERT(straight.racing(i) == shuffled.racing(place[i]));
    RC_ASSERT(straight.left_after(i) == shuffled.left_after(place[i]));
    RC_ASSERT(straight.evidence_against(i) == shuffled.evidence_against(place[i]));
  }
}

RC_GTEST_PROP(Standing, TieEpsilonIsWhereTheTieBegins, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const std::size_t n = *rc::gen::inRange<std::size_t>(2, 5);
  const auto epochs = random_epochs(seed, n, 12, 1);
  Standing open = standing_of(n, 0);  // epsilon 0: hardly ever a tie
  for (const auto& epoch : epochs) open.add_unit(epoch);
  const std::optional<double> epsilon = tie_epsilon(open);
  RC_PRE(open.verdict() == Verdict::kUnresolved && epsilon.has_value() && *epsilon > 1e-6);

  // The test itself, at that epsilon and just below it, on the same units.
  const auto is_tie = [&](double at) {
    for (const CandidateIndex i : open.survivors()) {
      for (const CandidateIndex j : open.survivors()) {
        if (i == j) continue;
        const Signs signs = open.signs(i, j, std::log1p(at));
        if (evidence(signs.losses, signs.wins) < open.tie_needs()) return false;
      }
    }
    return true;
  };
  RC_ASSERT(is_tie(*epsilon));
  RC_ASSERT(!is_tie(*epsilon * (1 - 1e-9)));
}

TEST(Standing, WithoutRivalsThereIsNoEvidence) {
  EXPECT_EQ(standing_of(1).evidence_against(0), 0);
}

TEST(Outlook, UnitsToSettleIsExactWhenTheSignsGoOnStraight) {
  // 3 straight wins at +10 %: the share is taken as 3.5/4, so the projection needs more than the 4 that
  // straight wins would, and not many more.
  Standing standing = standing_of(2);
  for (int i = 0; i < 3; ++i) add(standing, {0, 0.1});
  const std::optional<std::uint32_t> more = units_to_settle(standing, 0);
  ASSERT_TRUE(more.has_value());
  EXPECT_GE(*more, 4U);
  EXPECT_LE(*more, 16U);
}

TEST(Outlook, UnitsToSettleFindsTheTie) {
  // Signs in turn at a gap far below epsilon: only a tie can settle it.
  Standing standing = standing_of(2);
  for (int i = 0; i < 4; ++i) add(standing, {0, i % 2 == 0 ? 0.001 : -0.001});
  const std::optional<std::uint32_t> more = units_to_settle(standing, 0);
  ASSERT_TRUE(more.has_value());
  EXPECT_GE(*more, 3U);
  EXPECT_LE(*more, 12U);
}

TEST(Outlook, PairsNeverCompareThoseWhoLeft) {
  Standing standing = standing_of(4);
  for (int i = 0; i < 20; ++i) add(standing, {0, 0.001 * (i % 2 == 0 ? 1 : -1), 0.5, 0.9});
  ASSERT_TRUE(standing.eliminated(2) && standing.eliminated(3));
  for (const PairResult& pair : pair_results(standing, 0)) {
    EXPECT_TRUE(standing.racing(pair.faster));
    EXPECT_GE(pair.ratio, 1);
  }
  EXPECT_EQ(pair_results(standing, 0).size(), 3U) << "0-1, 0-2, 0-3";
}

TEST(Outlook, PairResultIsTheSizeOfTheUntiedUnits) {
  Standing standing = standing_of(2, 1e-9);
  for (const double gap : {0.01, 0.02, -0.03, 0.04, 0.05, 0.0, 0.07}) add(standing, {gap, 0});
  const PairResult pair = *pair_result(standing, 0, 1);
  EXPECT_EQ(pair.faster, 1U);
  EXPECT_EQ(pair.slower, 0U);
  EXPECT_EQ(pair.units, 6U);
  EXPECT_EQ(pair.wins, 5U);
  EXPECT_DOUBLE_EQ(pair.ratio, std::exp(0.03));
  EXPECT_DOUBLE_EQ(pair.evidence, evidence(5, 1));
  EXPECT_EQ(pair.interval, Interval{});
}

}  // namespace
}  // namespace bakeoff::judge
