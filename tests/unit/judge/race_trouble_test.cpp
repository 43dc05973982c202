#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "judge/race/race.h"
#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(RaceTrouble, AFaultLeavesAtOnceAndTheOthersFinishTheEpoch) {
  World world = ladder();
  world.fails = [](const Moment& at) { return at.epoch == 3 && at.round == 2 && at.candidate == 0; };
  Race race = race_of(3);
  SimulatedConductor conductor(race, 3, world);
  conductor.run(100);
  const CellResult result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_THAT(result.winners, ElementsAre(1));
  EXPECT_THAT(result.reason, HasSubstr("fastest of those that ran; 1 left by a fault"));
  EXPECT_EQ(result.candidates[0].outcome.status, Status::kCrashed);
  EXPECT_EQ(result.candidates[0].outcome.reason, "signal 11");
  EXPECT_EQ(result.candidates[0].left_after_unit, 2U);
  EXPECT_EQ(result.candidates[0].units, 2U) << "its third epoch gives it nothing";
  // Candidate 2 has E(2,0) of the lost one in its mean for ever: (2.76 + E(n,0)) / 2 >= 40 first at n = 8.
  EXPECT_EQ(result.units, 8U);
  const auto pair = std::find_if(result.pairs.begin(), result.pairs.end(),
                                 [](const PairResult& each) { return each.faster == 0; });
  ASSERT_NE(pair, result.pairs.end()) << "what was seen of the lost one is kept";
  EXPECT_EQ(pair->units, 2U);
}

TEST(RaceTrouble, TheLastOneAfterAFaultFinishesItsEpochAndWins) {
  World world = ladder();
  world.fails = [](const Moment& at) { return at.round == 2 && at.candidate == 0; };
  for (const Evidence evidence : {Evidence::kProcess, Evidence::kRound}) {
    Rules rules;
    rules.evidence = evidence;
    Race race = race_of(2, rules);
    SimulatedConductor conductor(race, 2, world);
    conductor.run(100);
    const CellResult result = race.result();
    EXPECT_EQ(result.verdict, Verdict::kWinner);
    EXPECT_THAT(result.winners, ElementsAre(1));
    EXPECT_THAT(result.reason, HasSubstr("fastest of those that ran"));
    EXPECT_EQ(result.voids.rounds, 5U);
    EXPECT_DOUBLE_EQ(*result.candidates[1].latency_ms, 11);
    EXPECT_EQ(result.candidates[1].outcome.status, Status::kMeasured);
  }
}

TEST(RaceTrouble, WhoHasNoUnitIsToldWhy) {
  const auto reason_after = [](std::optional<StopCause> cause) {
    Race race = race_of(2);
    SimulatedConductor conductor(race, 2, ladder());
    for (int steps = 0; steps < 3; ++steps) conductor.step();  // check, begin, one round: no epoch is whole
    if (cause) conductor.stop(*cause);
    const Outcome outcome = race.result().candidates[1].outcome;
    EXPECT_EQ(outcome.status, Status::kTimedOut);
    return outcome.reason;
  };
  EXPECT_EQ(reason_after(std::nullopt), "not finished before its first unit of evidence");
  EXPECT_EQ(reason_after(StopCause::kInterrupted), "interrupted before its first unit of evidence");
  EXPECT_EQ(reason_after(StopCause::kBudget), "the budget ended before its first unit of evidence");
}

TEST(RaceTrouble, AllLostIsNone) {
  World world = ladder();
  world.fails = [](const Moment& at) { return at.round == at.candidate; };  // 0 at its start, 1 in round 1
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  EXPECT_EQ(race.result().verdict, Verdict::kNone);
  EXPECT_EQ(race.result().reason, "every candidate left by a fault: 2 crashed");
  EXPECT_THAT(race.result().winners, IsEmpty());
  EXPECT_EQ(race.result().cut_epochs, 0U);
}

TEST(RaceTrouble, ACutEpochGivesNoSignAndIsBegunAgainUnderTheNextAttempt) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());
  conductor.run(3);
  conductor.step();  // begin epoch 4
  conductor.step();
  conductor.step();
  const std::uint64_t samples = race.result().candidates[0].samples;
  EXPECT_EQ(samples, 51U) << "three epochs of 15 and the two judged rounds";
  conductor.stop(StopCause::kBudget);
  CellResult result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kUnresolved);
  EXPECT_EQ(result.reason, "budget");
  EXPECT_EQ(result.units, 3U);
  EXPECT_EQ(result.cut_epochs, 1U);
  EXPECT_EQ(result.candidates[0].samples, samples) << "kept as samples";
  EXPECT_EQ(result.candidates[0].units, 3U);
  EXPECT_EQ(result.leader, 0U);
  EXPECT_EQ(result.runner_up, 1U);
  ASSERT_TRUE(result.units_to_settle.has_value());
  EXPECT_EQ(describe(race.next()).substr(0, 9), "begin 2.4");
  conductor.run(100);
  result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_EQ(result.units, 7U);
  EXPECT_EQ(result.attempt, 1U);
}

TEST(RaceTrouble, AStopInTheMiddleOfAnEpochCutsIt) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());
  conductor.run(3);
  conductor.step();  // begin epoch 4
  conductor.step();
  conductor.emit(
      RaceStopped{StopCause::kInterrupted, {}});  // as after a crash of the conductor, without its end
  EXPECT_EQ(race.result().cut_epochs, 1U);
  EXPECT_EQ(race.result().units, 3U);
  EXPECT_EQ(describe(race.next()).substr(0, 9), "begin 2.4");
}

TEST(RaceTrouble, NoPermutationIsEverDrawnTwiceUnderOneKey) {
  Race race = race_of(2, endless());
  World world;
  world.nanoseconds = [](const Moment&) { return kMillisecond; };
  world.disturbed = [](const Moment& at) { return at.epoch % 4 == 1 && at.round == 2; };
  SimulatedConductor conductor(race, 2, world);
  for (int i = 0; i < 12; ++i) {
    conductor.run(static_cast<std::uint32_t>(i % 3));
    for (int j = 0; j < i % 5; ++j) conductor.step();
    conductor.stop(i % 2 == 0 ? StopCause::kBudget : StopCause::kInterrupted);
  }
  std::set<std::vector<std::uint32_t>> keys;
  EpochBegun epoch;
  for (const Event& event : conductor.events()) {
    if (const auto* begun = std::get_if<EpochBegun>(&event)) epoch = *begun;
    if (const auto* round = std::get_if<RoundBegun>(&event)) {
      EXPECT_TRUE(keys.insert({epoch.attempt, epoch.epoch, round->round}).second);
    }
  }
  EXPECT_GT(keys.size(), 60U);
}

TEST(RaceTrouble, AKilledRaceGoesOn) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());
  conductor.run(3);
  conductor.step();
  conductor.step();  // an epoch is open, and bakeoff dies
  Race resumed = race_of(2);
  for (const Event& event : conductor.events()) resumed.apply(event);
  EXPECT_EQ(resumed.result().reason, "not finished");
  ASSERT_TRUE(resumed.epoch_open());
  SimulatedConductor second(resumed, 2, ladder());
  second.emit(EpochEnded{.end = EpochEnd::kCut});
  EXPECT_EQ(describe(resumed.next()).substr(0, 9), "begin 2.4");
  second.run(100);
  EXPECT_EQ(resumed.result().verdict, Verdict::kWinner);
  EXPECT_EQ(resumed.result().cut_epochs, 1U);
}

TEST(RaceTrouble, StoppedWhileCheckingIsUnresolvedAndGoesOnChecking) {
  Race race = race_of(2);
  race.apply(checked(0));
  race.apply(RaceStopped{.cause = StopCause::kInterrupted});
  EXPECT_EQ(race.result().verdict, Verdict::kUnresolved);
  EXPECT_EQ(race.result().reason, "interrupted during the output check");
  EXPECT_EQ(race.result().candidates[1].outcome.status, Status::kTimedOut);
  EXPECT_EQ(describe(race.next()), "check");
}

TEST(RaceTrouble, RoundsAsEvidenceRunInOneEpoch) {
  Race race = race_of(2, by_rounds());
  World world = ladder();
  world.window = 100;  // never of its own accord: next() asks after 5
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  const CellResult result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_EQ(result.units, 7U);
  EXPECT_EQ(result.voids.rounds, 10U) << "two windows of 5; the last three rounds came after the verdict";
  EXPECT_EQ(result.candidates[0].units, 7U);
  EXPECT_EQ(result.candidates[0].samples, 21U);
  int epochs = 0;
  for (const Event& event : conductor.events()) epochs += std::holds_alternative<EpochBegun>(event) ? 1 : 0;
  EXPECT_EQ(epochs, 1);
}

TEST(RaceTrouble, RoundsAsEvidenceEndWithTheirProcesses) {
  Race race = race_of(2, by_rounds());
  SimulatedConductor conductor(race, 2, ladder());
  for (int i = 0; i < 6; ++i) conductor.step();  // check, begin, 4 rounds in 2 windows
  conductor.step();
  conductor.stop(StopCause::kBudget);
  EXPECT_EQ(race.result().verdict, Verdict::kUnresolved);
  EXPECT_EQ(race.result().units, 4U) << "judged rounds count, the pending one does not";
  EXPECT_EQ(race.result().cut_epochs, 0U);
  EXPECT_EQ(describe(race.next()), "finish") << "new processes are a new race";
}

}  // namespace
}  // namespace bakeoff::judge
