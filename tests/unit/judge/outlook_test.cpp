#include "judge/race/outlook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "judge/stats/evidence.h"
#include "standings.h"

namespace bakeoff::judge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

RC_GTEST_PROP(Outlook, TieEpsilonIsWhereTheTieBegins, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const std::size_t n = *rc::gen::inRange<std::size_t>(2, 5);
  const auto epochs = random_epochs(seed, n, 12, 1);
  Standing open = standing_of(n, 0);  // epsilon 0: hardly ever a tie
  for (const auto& epoch : epochs) open.add_unit(epoch);
  const std::optional<double> epsilon = tie_epsilon(open);
  RC_PRE((open.verdict() == Verdict::kUnresolved && epsilon.has_value() && *epsilon > 1e-6));

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

TEST(Outlook, ATieTakesTwoSurvivorsAndEnoughUnits) {
  Standing standing = standing_of(2, 0);
  for (int i = 0; i < 6; ++i) add(standing, {i % 2 * 0.1, 0.05});
  EXPECT_EQ(tie_epsilon(standing), std::nullopt) << "6 units never reach 40";
  add(standing, {0, 0.05});
  EXPECT_NEAR(tie_epsilon(standing).value(), std::expm1(0.05), 1e-12) << "7 do where all are within it";
  standing.leave(0);
  EXPECT_EQ(tie_epsilon(standing), std::nullopt);
}

TEST(Outlook, UnitsThatAreEqualAreATieAtNearlyNothing) {
  Standing standing = standing_of(2, 0);
  for (int i = 0; i < 7; ++i) add(standing, {1, 1});
  EXPECT_GT(tie_epsilon(standing).value(), 0) << "at exactly 0 each unit is an exact tie and drops out";
  EXPECT_LT(tie_epsilon(standing).value(), 1e-300);
}

/// "About how many more units" by its definition in the header, unit by unit.
std::optional<std::uint32_t> settle_by_hand(const Standing& standing, CandidateIndex leader,
                                            std::uint32_t most) {
  const auto projected = [](const Signs& signs, double more) {
    const double share = (signs.wins + 0.5) / (signs.wins + signs.losses + 1.0);
    return evidence(signs.wins + share * more, signs.losses + (1 - share) * more);
  };
  const auto every_loser_leaves = [&](double more) {
    for (const CandidateIndex loser : standing.survivors()) {
      if (loser == leader) continue;
      double mean = 0;
      for (const CandidateIndex rival : standing.entrants()) {
        if (rival == loser) continue;
        mean += projected(standing.signs(rival, loser), standing.racing(rival) ? more : 0) /
                static_cast<double>(standing.entrants().size() - 1);
      }
      if (mean < 40) return false;
    }
    return true;
  };
  const auto all_tie = [&](double more) {
    for (const CandidateIndex i : standing.survivors()) {
      for (const CandidateIndex j : standing.survivors()) {
        if (i == j) continue;
        const Signs beyond = standing.signs(i, j, std::log1p(standing.epsilon()));
        if (projected({.wins = beyond.losses, .losses = beyond.wins}, more) < standing.tie_needs())
          return false;
      }
    }
    return true;
  };
  for (std::uint32_t more = 0; more <= most; ++more) {
    if (every_loser_leaves(more) || all_tie(more)) return more;
  }
  return std::nullopt;
}

RC_GTEST_PROP(Outlook, UnitsToSettleIsTheFirstThatBringsAVerdict, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const std::size_t n = *rc::gen::inRange<std::size_t>(2, 5);
  const auto units = *rc::gen::inRange<std::size_t>(3, 25);
  Standing standing = standing_of(n, *rc::gen::element(0.0, 0.01, 0.03));
  for (const auto& epoch : random_epochs(seed, n, units, 1)) {
    if (standing.units() == seed % 20 && n > 2) standing.leave(static_cast<CandidateIndex>(seed % n));
    standing.add_unit(epoch);
  }
  RC_PRE(standing.verdict() == Verdict::kUnresolved && !standing.contradictory());
  const CandidateIndex leader = ranked_survivors(standing).front();
  const std::optional<std::uint32_t> told = units_to_settle(standing, leader);
  const std::optional<std::uint32_t> counted = settle_by_hand(standing, leader, 2000);
  RC_ASSERT((counted ? told == counted : !told || *told > 2000U));
}

TEST(Outlook, UnitsToSettleIsEmptyBeforeThereIsAnythingToTell) {
  Standing standing = standing_of(2);
  for (int units = 0; units < 3; ++units) {
    EXPECT_EQ(units_to_settle(standing, 0), std::nullopt)
        << units << " units tell of any candidates the same";
    add(standing, {0, 0.1});
  }
  EXPECT_NE(units_to_settle(standing, 0), std::nullopt);
  standing.leave(1);
  EXPECT_EQ(units_to_settle(standing, 0), std::nullopt) << "no rival";
}

TEST(Outlook, UnitsToSettleEndsAtAHundredThousand) {
  // 10 wins and 7 losses, none within epsilon: the share is taken as 10.5 of 18. alpha is such that exactly
  // 100,000 more units are asked for, or a little more than that.
  const double share = 10.5 / 18;
  const double reached = evidence(10 + share * 100'000, 7 + (1 - share) * 100'000);
  for (const bool within : {true, false}) {
    Rules rules;
    rules.alpha = 2 / (within ? reached * (1 - 1e-6) : reached * (1 + 1e-6));
    Standing standing(rules, 2, first(2));
    for (int i = 0; i < 17; ++i) add(standing, {0, i < 10 ? 0.1 : -0.1});
    EXPECT_EQ(units_to_settle(standing, 0), within ? std::optional(100'000U) : std::nullopt);
  }
}

TEST(Outlook, NobodyLeadsBeforeTheFirstUnit) {
  EXPECT_THAT(ranked_survivors(standing_of(3)), IsEmpty());
}

TEST(Outlook, RanksByTheMediansAgainstTheOtherSurvivors) {
  Standing standing = standing_of(4);
  for (int i = 0; i < 3; ++i) add(standing, {0.3, 0.1, 0.1, 0.0});
  EXPECT_THAT(ranked_survivors(standing), ElementsAre(3, 1, 2, 0)) << "equal ones by their place";
  standing.leave(3);
  EXPECT_THAT(ranked_survivors(standing), ElementsAre(1, 2, 0));
}

TEST(Outlook, TheNearestRivalRacedAUnitAndWasNotLostWhereThereIsAnother) {
  Standing standing = standing_of(4);
  EXPECT_EQ(nearest_rival(standing, 0), std::nullopt);
  standing.leave(3);
  for (int i = 0; i < 3; ++i) add(standing, {0, 0.1, 0.2, 0});
  EXPECT_EQ(nearest_rival(standing, 0), 1U);
  standing.leave(1);
  EXPECT_EQ(nearest_rival(standing, 0), 2U) << "1 is nearer, but lost to a fault";
  standing.leave(2);
  EXPECT_EQ(nearest_rival(standing, 0), 1U) << "all are lost, and 3 never raced";
}

TEST(Outlook, OfRivalsEquallyNearTheFirstIsNamed) {
  Standing standing = standing_of(3);
  add(standing, {0, 0.1, 0.1});
  EXPECT_EQ(nearest_rival(standing, 0), 1U);
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

TEST(Outlook, APairIsNamedSoThatItsRatioIsAboveOne) {
  Standing standing = standing_of(2);
  EXPECT_EQ(pair_result(standing, 0, 1), std::nullopt) << "no unit";
  for (int i = 0; i < 3; ++i) add(standing, {0.1, 0});
  for (const auto& [a, b] : {std::pair{0U, 1U}, std::pair{1U, 0U}}) {
    EXPECT_EQ(pair_result(standing, a, b)->faster, 1U);
    EXPECT_EQ(pair_result(standing, a, b)->slower, 0U);
    EXPECT_DOUBLE_EQ(pair_result(standing, a, b)->ratio, std::exp(0.1));
  }
}

TEST(Outlook, ThosePairedWithWhoLeftAreOnlyTheLeader) {
  Standing standing = standing_of(3);
  add(standing, {0, 0.01, 0.3});
  standing.leave(2);
  EXPECT_EQ(pair_results(standing, 0).size(), 2U) << "0-1 and 0-2";
  EXPECT_EQ(pair_results(standing, std::nullopt).size(), 1U) << "0-1";
}

}  // namespace
}  // namespace bakeoff::judge
