// What race.h says of events that cannot follow: with asserts they end the program, because only a bug sends
// them; without, they come from a damaged file, and have no effect.
#ifdef NDEBUG

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "judge/race/race.h"
#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

std::string state_of(const Race& race) {
  return describe(race.next()) + (race.epoch_open() ? " open\n" : "\n") + describe(race.result());
}

void expect_without_effect(Race& race, const std::vector<Event>& events, const char* where) {
  const std::string before = state_of(race);
  for (std::size_t i = 0; i < events.size(); ++i) {
    race.apply(events[i]);
    ASSERT_EQ(state_of(race), before) << "event " << i << " " << where;
  }
}

std::vector<Event> joined(std::vector<Event> first, const std::vector<Event>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

Event left(CandidateIndex candidate) {
  return CandidateLeft{.candidate = candidate,
                       .outcome = {.status = Status::kCrashed, .reason = "signal 11"}};
}

/// Nothing of an epoch, where none is open.
std::vector<Event> of_an_epoch() {
  return {started(0), RoundBegun{.round = 1, .order = {0, 1}}, timed(1, 0, {5}), judged(1, 1), EpochEnded{}};
}

TEST(RaceGuards, BeforeTheCheckNothingRuns) {
  Race race = race_of(2);
  expect_without_effect(race, joined(of_an_epoch(), {checked(2), EpochBegun{.order = {0, 1}}, left(0)}),
                        "before the check");
  race.apply(checked(0));
  expect_without_effect(race, {EpochBegun{.order = {0, 1}}, left(0)}, "amid the check");
}

TEST(RaceGuards, BetweenEpochsNoneRuns) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());
  conductor.run(1);
  expect_without_effect(race, joined(of_an_epoch(), {checked(0), checked(1, Status::kWrongResult)}),
                        "between epochs");
}

TEST(RaceGuards, WhoIsNotThereNeitherStartsNorLeaves) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());
  conductor.step();
  conductor.step();
  expect_without_effect(race,
                        {started(2), left(2), timed(1, 0, {5}), timed(0, 0, {5}), judged(1, 1), judged(1, 0),
                         RoundBegun{.round = 2, .order = {0, 1}}, RoundBegun{.round = 1, .order = {0, 2}},
                         RoundBegun{.round = 0, .order = {0, 1}}},
                        "before the first round");
}

TEST(RaceGuards, ARoundTakesEachOfItsCandidatesOnce) {
  Race race = race_of(3);
  SimulatedConductor conductor(race, 3, ladder());
  conductor.step();
  conductor.step();
  race.apply(RoundBegun{.round = 1, .order = {2, 0}});
  expect_without_effect(race,
                        {timed(1, 1, {5}), timed(1, 3, {5}), timed(2, 0, {5}), timed(0, 0, {5}),
                         timed(1, 0, {}), RoundBegun{.round = 2, .order = {0, 1, 2}}, judged(1, 1)},
                        "in the round");
  race.apply(timed(1, 2, {5}));
  expect_without_effect(race, {timed(1, 2, {6}), judged(1, 1)}, "with one slot to come");
}

TEST(RaceGuards, AWindowIsOfWholeRoundsThatAreNotJudgedYet) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());  // judges every second round
  for (int steps = 0; steps < 5; ++steps) conductor.step();
  // Three rounds have run, two are judged.
  expect_without_effect(race,
                        {judged(1, 3), judged(2, 3), judged(4, 4), judged(3, 2), judged(3, 4), judged(3, 0)},
                        "with one round pending");
  const std::uint64_t samples = race.result().candidates[0].samples;
  race.apply(judged(3, 3));
  EXPECT_GT(race.result().candidates[0].samples, samples);
}

TEST(RaceGuards, WithRoundsAsEvidenceThereIsOneEpoch) {
  Race race = race_of(2, by_rounds());
  SimulatedConductor conductor(race, 2, ladder());
  conductor.step();
  conductor.step();
  expect_without_effect(race, {EpochBegun{.attempt = 2, .epoch = 2, .order = {0, 1}}}, "in its epoch");
}

TEST(RaceGuards, AnEpochWithTooFewRoundsIsCut) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());
  for (int steps = 0; steps < 6; ++steps) conductor.step();  // check, begin, 4 rounds
  conductor.emit(EpochEnded{});
  EXPECT_EQ(race.result().units, 0U);
  EXPECT_EQ(race.result().cut_epochs, 1U);
  EXPECT_EQ(describe(race.next()).substr(0, 9), "begin 2.1");
}

}  // namespace
}  // namespace bakeoff::judge

#endif
