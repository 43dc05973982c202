#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "judge/race/race.h"
#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

using testing::HasSubstr;

TEST(RaceFigures, FactsAreMediansOfTimesAndMostOfMemory) {
  Race race = race_of(1);
  CandidateChecked check = checked(0);
  check.relative_error = 0x1p-20;
  check.reference = "fp64";
  race.apply(check);
  for (const int load : {30, 10, 20}) {
    const auto begin = std::get<BeginEpoch>(race.next());
    race.apply(EpochBegun{.attempt = begin.attempt, .epoch = begin.epoch, .order = begin.order});
    WorkerFacts facts;
    facts.load = std::chrono::milliseconds(load);
    facts.steady = load != 10;
    facts.memory.peak = Bytes{static_cast<std::uint64_t>(load)};
    facts.executed_precision = "fp32";
    race.apply(WorkerStarted{.candidate = 0, .facts = facts});
    race.apply(RoundBegun{.round = 1, .order = {0}});
    SlotTimed slot = timed(1, 0, {100, 100});
    slot.cpu = Nanoseconds(300);
    race.apply(slot);
    race.apply(WindowJudged{});
    race.apply(EpochEnded{.end = EpochEnd::kCut});
  }
  const CandidateResult candidate = race.result().candidates[0];
  EXPECT_EQ(candidate.facts->load, std::chrono::milliseconds(20));
  EXPECT_EQ(candidate.facts->memory.peak.count, 30U);
  EXPECT_FALSE(candidate.facts->steady);
  EXPECT_EQ(candidate.facts->executed_precision, "fp32");
  EXPECT_DOUBLE_EQ(*candidate.cores_used, 1.5);
  EXPECT_DOUBLE_EQ(*candidate.observed_bits, 20);
  EXPECT_EQ(candidate.reference, "fp64");
  EXPECT_EQ(candidate.outcome.status, Status::kTimedOut);
  EXPECT_EQ(candidate.samples, 6U);
}

TEST(RaceFigures, ObservedBitsEndAtTheMantissa) {
  const auto bits = [](std::optional<double> error) {
    Race race = race_of(1);
    CandidateChecked check = checked(0);
    check.relative_error = error;
    race.apply(check);
    return race.result().candidates[0].observed_bits;
  };
  EXPECT_EQ(bits(0), 24);
  EXPECT_EQ(bits(1e-30), 24);
  EXPECT_EQ(bits(5), 0);
  EXPECT_EQ(bits(std::nan("")), std::nullopt);
  EXPECT_EQ(bits(std::nullopt), std::nullopt);
}

TEST(RaceFigures, SaysWhereTheWorkersDidNotFitTogether) {
  Race race = race_of(1);
  race.apply(checked(0));
  race.apply(EpochBegun{.order = {0}, .together = false});
  EXPECT_THAT(race.result().reason, HasSubstr("did not fit in memory together"));
}

}  // namespace
}  // namespace bakeoff::judge
