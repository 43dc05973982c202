#include "judge/race/voids.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/race/race.h"
#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Each round is judged by itself.
World judged_by_round() {
  World world = ladder();
  world.window = 1;
  return world;
}

TEST(Voids, ADisturbedRoundIsRunAgainInAFreshOrder) {
  World world = judged_by_round();
  world.disturbed = [](const Moment& at) { return at.epoch == 2 && at.round == 3; };
  Race race(Rules{}, Metric::kLatency, 2, 1);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  const CellResult result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_EQ(result.units, 7U);
  EXPECT_EQ(result.voids.rounds, 36U);
  EXPECT_EQ(result.voids.voided, 1U);
  EXPECT_EQ(result.voids.disturbed, 0U);
  EXPECT_FALSE(result.voids.disturbed_host);
  EXPECT_THAT(result.voids.charged, ElementsAre(1, 0));
  EXPECT_EQ(result.candidates[0].samples, 105U) << "a void round's samples are in no figure";
  std::uint32_t last = 0;
  for (const Event& event : conductor.events()) {
    if (const auto* round = std::get_if<RoundBegun>(&event)) last = std::max(last, round->round);
  }
  EXPECT_EQ(last, 6U) << "numbers go on";
}

TEST(Voids, TheValueOfAVoidRoundNeverDecides) {
  // In the disturbed rounds candidate 0 looks ten times slower.
  World world = judged_by_round();
  const auto bad = [](const Moment& at) { return at.epoch % 3 == 0 && at.round == 1; };
  world.disturbed = bad;
  world.nanoseconds = [bad](const Moment& at) {
    return bad(at) && at.candidate == 0 ? 100 * kMillisecond : (10 + at.candidate) * kMillisecond;
  };
  Race race(Rules{}, Metric::kLatency, 2, 1);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  EXPECT_EQ(race.result().units, 7U);
  EXPECT_DOUBLE_EQ(*race.result().candidates[0].p90_ms, 10);
}

TEST(Voids, FourOfTwelveRoundsEndTheVoiding) {
  World world = judged_by_round();
  world.disturbed = [](const Moment& at) { return at.round % 3 == 0; };
  Race race(Rules{}, Metric::kLatency, 2, 1);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  const CellResult result = race.result();
  EXPECT_TRUE(result.voids.disturbed_host);
  EXPECT_EQ(result.voids.voided, 4U);
  EXPECT_GT(result.voids.disturbed, 4U) << "those after it, which count";
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_THAT(result.reason, HasSubstr("disturbed host"));
}

TEST(Voids, FourOfThirteenDoNot) {
  VoidLedger ledger(true, 2);
  const auto judge = [&](bool disturbed) {
    WindowJudged window;
    if (disturbed) window.disturbance = Disturbance::kSteal;
    return ledger.judge(window, 1, {0, 1});
  };
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(judge(true));
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(judge(false));
  EXPECT_TRUE(judge(true)) << "the first is 12 rounds ago now";
  EXPECT_FALSE(ledger.given_up());
  EXPECT_TRUE(judge(true));
  EXPECT_FALSE(ledger.given_up()) << "2 of the last 12";
  EXPECT_TRUE(judge(true));
  EXPECT_TRUE(judge(true));
  EXPECT_TRUE(ledger.given_up());
  EXPECT_FALSE(judge(true));
  EXPECT_EQ(ledger.voided(), 7U);
}

TEST(Voids, AWindowIsVoidTogether) {
  VoidLedger ledger(true, 2);
  WindowJudged window = judged(1, 3, Disturbance::kForeignLoad);
  window.charged = 1;
  EXPECT_TRUE(ledger.judge(window, 3, {0, 1}));
  EXPECT_EQ(ledger.voided(), 3U);
  EXPECT_THAT(ledger.charged(), ElementsAre(0, 1)) << "one charge for the window";
  EXPECT_FALSE(ledger.given_up());
}

TEST(Voids, SwitchedOffEveryRoundCounts) {
  World world = judged_by_round();
  world.disturbed = [](const Moment&) { return true; };
  Rules rules;
  rules.voiding = false;
  Race race(rules, Metric::kLatency, 2, 1);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  EXPECT_EQ(race.result().voids.rounds, 35U);
  EXPECT_EQ(race.result().voids.voided, 0U);
  EXPECT_EQ(race.result().reason, "");
}

TEST(Voids, ChargesAreComparedAmongThoseThatRan) {
  VoidLedger ledger(true, 3);
  const auto charge = [&](CandidateIndex who, std::vector<CandidateIndex> runners) {
    WindowJudged window = judged(1, 1, Disturbance::kForeignLoad);
    window.charged = who;
    ledger.judge(window, 1, runners);
    for (int i = 0; i < 12; ++i) ledger.judge(WindowJudged{}, 1, runners);
  };
  charge(2, {0, 1, 2});
  EXPECT_NEAR(*ledger.uneven_p(), 1, 1e-12);
  for (int i = 0; i < 7; ++i) charge(0, {0, 1});
  EXPECT_NEAR(*ledger.uneven_p(), 2.0 / 128, 1e-12)
      << "one charge of three could never be uneven: no penalty";
  EXPECT_FALSE(ledger.uneven());
  charge(0, {0, 1});
  EXPECT_TRUE(ledger.uneven());
  // The others have left: all of what follows falls on the two that remain, evenly.
  VoidLedger fair(true, 8);
  for (CandidateIndex i = 0; i < 12; ++i) {
    WindowJudged window = judged(1, 1, Disturbance::kForeignLoad);
    window.charged = i % 2;
    fair.judge(window, 1, {0, 1});
    for (int j = 0; j < 12; ++j) fair.judge(WindowJudged{}, 1, {0, 1});
  }
  EXPECT_FALSE(fair.uneven());
}

TEST(Voids, UnevenBeginsBelowOneInAHundred) {
  // Of 23 charges 18 or more on one of two: 2 x 44,552 / 2^23 = .0106. Of 24, 19 or more: .0066.
  VoidLedger ledger(true, 2);
  const auto charge = [&](CandidateIndex who) {
    WindowJudged window = judged(1, 1, Disturbance::kForeignLoad);
    window.charged = who;
    ledger.judge(window, 1, {0, 1});
    for (int i = 0; i < 12; ++i) ledger.judge(WindowJudged{}, 1, {0, 1});
  };
  for (int i = 0; i < 5; ++i) charge(1);
  for (int i = 0; i < 18; ++i) charge(0);
  EXPECT_NEAR(*ledger.uneven_p(), 2 * 44'552.0 / 8'388'608, 1e-12);
  EXPECT_FALSE(ledger.uneven());
  charge(0);
  EXPECT_TRUE(ledger.uneven());
}

TEST(Voids, DisturbedRoundsThatCountAreCounted) {
  VoidLedger ledger(true, 2);
  ledger.judge(judged(1, 4, Disturbance::kForeignLoad), 4, {0, 1});
  EXPECT_TRUE(ledger.given_up());
  EXPECT_EQ(ledger.disturbed(), 0U);
  ledger.judge(judged(5, 7, Disturbance::kSteal), 3, {0, 1});
  ledger.judge(WindowJudged{}, 2, {0, 1});
  EXPECT_EQ(ledger.voided(), 4U);
  EXPECT_EQ(ledger.disturbed(), 3U);
  VoidLedger off(false, 2);
  off.judge(judged(1, 2, Disturbance::kSteal), 2, {0, 1});
  EXPECT_EQ(off.disturbed(), 2U);
}

TEST(Voids, WithoutChargesNothingIsUneven) {
  VoidLedger ledger(true, 2);
  EXPECT_EQ(ledger.uneven_p(), std::nullopt);
  EXPECT_FALSE(ledger.uneven());
  WindowJudged window = judged(1, 1, Disturbance::kSuspended);
  EXPECT_TRUE(ledger.judge(window, 1, {0})) << "nobody is to blame";
  window.charged = 1;
  EXPECT_TRUE(ledger.judge(window, 1, {0})) << "it did not run";
  EXPECT_THAT(ledger.charged(), ElementsAre(0, 0));
  EXPECT_EQ(ledger.uneven_p(), std::nullopt);
}

TEST(Voids, EachGroupThatCouldBeUnevenIsPaidFor) {
  VoidLedger ledger(true, 3);
  const auto charge = [&](CandidateIndex who, const std::vector<CandidateIndex>& runners) {
    WindowJudged window = judged(1, 1, Disturbance::kForeignLoad);
    window.charged = who;
    ledger.judge(window, 1, runners);
    for (int i = 0; i < 12; ++i) ledger.judge(WindowJudged{}, 1, runners);
  };
  for (CandidateIndex i = 0; i < 6; ++i) charge(i % 3, {0, 1, 2});
  for (int i = 0; i < 8; ++i) charge(0, {0, 1});
  EXPECT_NEAR(*ledger.uneven_p(), 2 * 2.0 / 256, 1e-12);
  EXPECT_FALSE(ledger.uneven()) << "alone, the 2/256 of the second would be";
}

/// Voids fall on candidate 0 alone, once an epoch, in the round in which it is slow.
World uneven(std::uint64_t void_value) {
  World world = judged_by_round();
  world.disturbed = [](const Moment& at) { return at.round == 1; };
  world.nanoseconds = [void_value](const Moment& at) {
    return at.round == 1 && at.candidate == 0 ? void_value : (10 + at.candidate) * kMillisecond;
  };
  return world;
}

TEST(Voids, UnevenChargesAreSaidWhereTheyDoNotMatter) {
  // Nearly a tie in wins, so that the race lasts long enough for 8 charges.
  World world = uneven(12 * kMillisecond);
  const auto base = world.nanoseconds;
  world.nanoseconds = [base](const Moment& at) { return at.epoch == 1 ? kMillisecond * 10 : base(at); };
  Race race(Rules{}, Metric::kLatency, 2, 1);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  const CellResult result = race.result();
  EXPECT_THAT(result.voids.charged, ElementsAre(8, 0));
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_EQ(result.reason, "disturbances fell unevenly");
}

TEST(Voids, WhoWasLostIsLostWithAndWithoutVoiding) {
  // As above, and a third candidate, the fastest, is lost: that is no difference which the voids made.
  World world = uneven(12 * kMillisecond);
  const auto base = world.nanoseconds;
  world.nanoseconds = [base](const Moment& at) {
    if (at.candidate == 2) return kMillisecond;
    return at.epoch == 1 ? kMillisecond * 10 : base(at);
  };
  world.fails = [](const Moment& at) { return at.candidate == 2 && at.epoch == 2; };
  Race race(Rules{}, Metric::kLatency, 3, 1);
  SimulatedConductor conductor(race, 3, world);
  conductor.run(100);
  EXPECT_TRUE(*race.result().voids.uneven_p < 0.01);
  EXPECT_EQ(race.result().verdict, Verdict::kWinner);
  EXPECT_THAT(race.result().winners, ElementsAre(0));
}

TEST(Voids, UnevenChargesThatMakeTheVerdictLeaveItUnresolved) {
  // Candidate 0 is faster in rounds 2, 3 and 6 of each epoch, slower in 1, 4 and 5. Round 1 is void, charged
  // to it: of the five that count it wins three, of the first five it would lose three. The first epoch is a
  // tie, so that 8 charges come together.
  World world = judged_by_round();
  world.disturbed = [](const Moment& at) { return at.round == 1; };
  world.nanoseconds = [](const Moment& at) {
    const bool slower = at.round == 1 || at.round == 4 || at.round == 5;
    return at.candidate == 1 || at.epoch == 1 ? 10 * kMillisecond : (slower ? 11 : 9) * kMillisecond;
  };
  Race race(Rules{}, Metric::kLatency, 2, 1);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  EXPECT_EQ(describe(race.next()), "finish");
  CellResult result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kUnresolved);
  EXPECT_THAT(result.winners, testing::IsEmpty());
  EXPECT_EQ(result.leader, 0U);
  EXPECT_THAT(result.reason, HasSubstr("with the void rounds the verdict is another"));

  // The same rounds with the charges in turn: the voids are even, so that the verdict stands.
  world.charged = [](const Moment& at) { return at.epoch % 2; };
  Race even(Rules{}, Metric::kLatency, 2, 1);
  SimulatedConductor second(even, 2, world);
  second.run(100);
  result = even.result();
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_THAT(result.winners, ElementsAre(0));
}

}  // namespace
}  // namespace bakeoff::judge
