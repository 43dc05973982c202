#include "judge/cell.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

/// A record of two candidates whose tries each took so many steps of the conductor, then were stopped.
CellRecord record_of(const Rules& rules, const std::vector<int>& steps, std::optional<StopCause> cause) {
  CellRecord record;
  record.rules = rules;
  record.candidates.resize(2);
  for (const int count : steps) {
    record.tries.emplace_back();
    Race race = race_of(record);
    SimulatedConductor conductor(race, 2, ladder());
    for (int step = 0; step < count; ++step) conductor.step();
    if (cause) conductor.stop(*cause);
    record.tries.back() = conductor.events();
  }
  return record;
}

/// The check, the beginning of an epoch and two of its rounds.
constexpr int kAmidTheEpoch = 4;

std::uint32_t first_attempt(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (const auto* const begun = std::get_if<EpochBegun>(&event)) return begun->attempt;
  }
  return 0;
}

TEST(JudgeCell, ATryBeginsRightAboveEveryAttemptBeforeIt) {
  const CellRecord record = record_of(by_rounds(), {kAmidTheEpoch, kAmidTheEpoch, kAmidTheEpoch}, {});
  EXPECT_EQ(first_attempt(record.tries[0]), 1U);
  EXPECT_EQ(first_attempt(record.tries[1]), 2U);
  EXPECT_EQ(first_attempt(record.tries[2]), 3U);
}

TEST(JudgeCell, CountsOnlyTriesThatBeganAnEpoch) {
  EXPECT_EQ(decide(record_of(by_rounds(), {kAmidTheEpoch, kAmidTheEpoch}, {})).attempt, 2U);
  EXPECT_EQ(decide(record_of(by_rounds(), {1, kAmidTheEpoch}, {})).attempt, 1U);
  EXPECT_EQ(decide(record_of(by_rounds(), {1}, {})).attempt, 1U);
}

TEST(JudgeCell, WithoutATryItIsNotRun) {
  const CellResult result = decide(record_of({}, {}, {}));
  EXPECT_EQ(result.verdict, Verdict::kNone);
  EXPECT_EQ(result.reason, "not run");
  EXPECT_EQ(result.candidates.size(), 2U);
}

TEST(JudgeCell, ClosesWhatAKillLeftOpen) {
  EXPECT_TRUE(closing_events({}).empty());
  const std::vector<Event> open = record_of({}, {kAmidTheEpoch}, {}).tries.front();
  const std::vector<Event> closing = closing_events(open);
  ASSERT_EQ(closing.size(), 2U);
  EXPECT_EQ(std::get<EpochEnded>(closing[0]).end, EpochEnd::kCut);
  EXPECT_EQ(std::get<RaceStopped>(closing[1]).cause, StopCause::kInterrupted);

  const std::vector<Event> between = record_of({}, {1}, {}).tries.front();
  ASSERT_EQ(closing_events(between).size(), 1U) << "no epoch is open";
  EXPECT_EQ(std::get<RaceStopped>(closing_events(between).front()).cause, StopCause::kInterrupted);

  const std::vector<Event> stopped = record_of({}, {kAmidTheEpoch}, StopCause::kBudget).tries.front();
  EXPECT_TRUE(closing_events(stopped).empty());
}

TEST(JudgeCell, GoesOnWhereItStoppedUndecidedAndItsEvidenceOutlivesItsProcesses) {
  const auto events = [](int steps, std::optional<StopCause> cause) {
    return record_of({}, {steps}, cause).tries.front();
  };
  const Rules epochs;
  EXPECT_TRUE(can_continue(epochs, events(kAmidTheEpoch, StopCause::kBudget)));
  EXPECT_TRUE(can_continue(epochs, events(kAmidTheEpoch, StopCause::kInterrupted)));
  EXPECT_TRUE(can_continue(epochs, events(kAmidTheEpoch, std::nullopt)));
  EXPECT_FALSE(can_continue(by_rounds(), events(kAmidTheEpoch, StopCause::kBudget)));
  EXPECT_FALSE(can_continue(epochs, events(1, StopCause::kBudget))) << "nothing has begun";
  EXPECT_FALSE(can_continue(epochs, {}));
  EXPECT_FALSE(can_continue(epochs, events(1000, std::nullopt))) << "it is decided";
}

TEST(JudgeCell, IsStoppedOnlyUntilItGoesOn) {
  CellRecord record = record_of({}, {kAmidTheEpoch}, StopCause::kBudget);
  EXPECT_TRUE(decide(record).stopped.has_value());
  Race race = race_of(record);
  const auto next = std::get<BeginEpoch>(race.next());
  EXPECT_EQ(next.attempt, 2U);
  record.tries.back().emplace_back(
      EpochBegun{.attempt = next.attempt, .epoch = next.epoch, .order = next.order});
  EXPECT_FALSE(decide(record).stopped.has_value());
}

TEST(JudgeCell, IsStoppedOnlyUntilItsCheckGoesOn) {
  Race race = race_of(std::size_t{2});
  race.apply(checked(0));
  race.apply(RaceStopped{.cause = StopCause::kBudget});
  EXPECT_TRUE(race.result().stopped.has_value());
  race.apply(checked(1));
  EXPECT_FALSE(race.result().stopped.has_value());
}

}  // namespace
}  // namespace bakeoff::judge
