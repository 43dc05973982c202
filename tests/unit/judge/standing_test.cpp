#include "judge/race/standing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "base/random.h"
#include "judge/race/outlook.h"
#include "standings.h"

namespace bakeoff::judge {
namespace {

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

TEST(Standing, AUnitAfterTheOnlyOneWasLostBringsNoVerdict) {
  Standing standing = standing_of(1);
  standing.leave(0);
  standing.add_unit({});
  EXPECT_EQ(standing.verdict(), Verdict::kNone);
  EXPECT_FALSE(standing.contradictory()) << "nobody is slower than himself";
}

TEST(Standing, FaultsThatLeaveASingleOneEndTheEvidence) {
  Standing standing = standing_of(3);
  add(standing, {0, 0.1, 0.2});
  standing.leave(0);
  add(standing, {0, 0.1, 0.2});
  EXPECT_EQ(standing.units(), 2U) << "two are still racing";
  standing.leave(1);
  add(standing, {0, 0.1, 0.2});
  EXPECT_EQ(standing.units(), 2U);
  EXPECT_EQ(standing.left_after(0), 1U);
  EXPECT_EQ(standing.left_after(1), 2U);
  EXPECT_EQ(standing.left_after(2), std::nullopt);
}

TEST(Standing, WhoLeftOnceDoesNotLeaveAgain) {
  Standing standing = standing_of(3);
  standing.leave(0);
  add(standing, {0, 0.1, 0.2});
  standing.leave(0);
  EXPECT_EQ(standing.left_after(0), 0U);
  for (int i = 0; i < 12; ++i) add(standing, {0, 0.1, 0.2});
  ASSERT_TRUE(standing.decided() && standing.eliminated(2));
  standing.leave(1);
  EXPECT_EQ(standing.verdict(), Verdict::kWinner) << "a fault after the verdict changes nothing";
  standing.leave(2);
  EXPECT_TRUE(standing.eliminated(2) && !standing.faulty(2));
}

TEST(Standing, NobodyLeftIsNone) {
  Standing standing = standing_of(2);
  standing.leave(0);
  EXPECT_EQ(standing.verdict(), Verdict::kWinner);
  standing.leave(1);
  EXPECT_EQ(standing.verdict(), Verdict::kNone);
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

TEST(Standing, WithoutRivalsThereIsNoEvidence) {
  EXPECT_EQ(standing_of(1).evidence_against(0), 0);
}

}  // namespace
}  // namespace bakeoff::judge
