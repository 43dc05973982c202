#include "judge/race/race.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t kMillisecond = 1'000'000;

/// Candidate i takes (10 + i) ms, always.
World ladder() {
  World world;
  world.nanoseconds = [](const Moment& at) { return (10 + at.candidate) * kMillisecond; };
  return world;
}

Race race_of(std::size_t candidates, Rules rules = {}) {
  return Race(rules, Metric::kLatency, candidates, 1);
}

Rules by_rounds() {
  Rules rules;
  rules.evidence = Evidence::kRound;
  return rules;
}

/// Equal candidates never end at epsilon 0: every unit is an exact tie in both tests.
Rules endless() {
  Rules rules;
  rules.epsilon = 0;
  return rules;
}

TEST(Race, TheFastestWinsAfterSevenEpochsOfFiveRounds) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());
  conductor.run(100);
  const CellResult result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_THAT(result.winners, ElementsAre(0));
  EXPECT_EQ(result.units, 7U);
  EXPECT_EQ(result.reason, "");
  EXPECT_EQ(result.runner_up, 1U);
  EXPECT_FALSE(result.leader.has_value());
  EXPECT_EQ(result.voids.rounds, 35U);
  ASSERT_EQ(result.pairs.size(), 1U);
  EXPECT_DOUBLE_EQ(result.pairs[0].ratio, 1.1);
  EXPECT_NEAR(*result.pairs[0].interval.low, 1.1, 1e-12);
  EXPECT_EQ(result.candidates[0].samples, 105U);
  EXPECT_DOUBLE_EQ(*result.candidates[0].latency_ms, 10);
  EXPECT_DOUBLE_EQ(*result.candidates[0].p90_ms, 10);
  EXPECT_FALSE(result.candidates[0].p99_ms.has_value());
  EXPECT_NEAR(*result.candidates[1].throughput_per_s, 1 / 0.011, 1e-9);
  EXPECT_EQ(result.candidates[1].left_after_unit, 7U);
  EXPECT_EQ(result.candidates[1].outcome.status, Status::kMeasured);
  EXPECT_EQ(result.stopped->cause, StopCause::kDecided);
}

TEST(Race, ThroughputCountsItemsOverWallTime) {
  // The same median, but candidate 0 has a slow inference in every slot: only throughput sees it.
  const auto run = [](Metric metric) {
    Race race(Rules{}, metric, 2, 8);
    for (CandidateIndex i = 0; i < 2; ++i) {
      race.apply(checked(i));
    }
    while (!std::holds_alternative<Finish>(race.next())) {
      const Step step = race.next();
      if (const auto* begin = std::get_if<BeginEpoch>(&step)) {
        race.apply(EpochBegun{.attempt = begin->attempt, .epoch = begin->epoch, .order = begin->order});
        if (begin->epoch > 7) break;
      } else if (const auto* round = std::get_if<RunRound>(&step)) {
        race.apply(RoundBegun{.round = round->round, .order = round->order});
        for (const CandidateIndex i : round->order) {
          race.apply(timed(round->round, i, {1000, 1000, i == 0 ? 6000U : 1000U}));
        }
      } else if (const auto* window = std::get_if<JudgeWindow>(&step)) {
        race.apply(judged(window->first_round, window->last_round));
      } else {
        race.apply(EpochEnded{});
      }
    }
    return race.result();
  };
  EXPECT_EQ(run(Metric::kLatency).verdict, Verdict::kTie) << "7 exact ties, none slower by 2 %";
  const CellResult result = run(Metric::kThroughput);
  EXPECT_THAT(result.winners, ElementsAre(1));
  EXPECT_DOUBLE_EQ(*result.candidates[0].throughput_per_s, 8 * 3 / 8e-6);
  EXPECT_DOUBLE_EQ(*result.candidates[0].latency_ms, 1e-3);
}

TEST(Race, GoldenRacesComeOutTheSameThroughEvents) {
  std::ifstream file(BAKEOFF_SOURCE_DIR "/tests/golden/method_vectors.json");
  const nlohmann::json vectors = nlohmann::json::parse(file);
  for (const nlohmann::json& wanted : vectors.at("races")) {
    const nlohmann::json& times = wanted.at("times_1024");
    Rules rules;
    rules.alpha = wanted.at("alpha");
    rules.epsilon = wanted.at("epsilon");
    rules.rounds_per_epoch = static_cast<int>(times[0].size());
    const auto at = [&](const Moment& moment) -> const nlohmann::json& {
      return times[moment.epoch - 1][moment.round - 1][moment.candidate];
    };
    World world;
    world.nanoseconds = [&](const Moment& moment) {
      return static_cast<std::uint64_t>(1e12 * std::exp(at(moment).get<double>() / 1024));
    };
    world.fails = [&](const Moment& moment) { return moment.round > 0 && at(moment).is_null(); };
    const std::size_t candidates = times[0][0].size();
    Race race = race_of(candidates, rules);
    SimulatedConductor conductor(race, candidates, world);
    conductor.run(static_cast<std::uint32_t>(times.size()));
    EXPECT_TRUE(std::holds_alternative<Finish>(race.next())) << wanted.at("name");
    const CellResult result = race.result();
    EXPECT_EQ(to_string(result.verdict), wanted.at("verdict").get<std::string>()) << wanted.at("name");
    EXPECT_EQ(result.units, wanted.at("stop_epoch").get<std::uint32_t>()) << wanted.at("name");
    EXPECT_EQ(result.survivors, wanted.at("survivors").get<std::vector<CandidateIndex>>())
        << wanted.at("name");
    EXPECT_EQ(result.reason.find("contradictory") != std::string::npos,
              wanted.at("contradiction").get<bool>());
  }
}

TEST(Race, OnlyTheRightOnesTakePart) {
  World world = ladder();
  world.checks = {Status::kWrongResult, Status::kRight, Status::kUnsupported, Status::kRight};
  Race race = race_of(4);
  SimulatedConductor conductor(race, 4, world);
  conductor.run(100);
  const CellResult result = race.result();
  EXPECT_THAT(result.winners, ElementsAre(1));
  EXPECT_EQ(result.units, 7U) << "K is 2, so that 7 straight wins are enough";
  EXPECT_EQ(result.candidates[0].outcome.status, Status::kWrongResult);
  EXPECT_EQ(result.candidates[2].outcome.status, Status::kUnsupported);
}

TEST(Race, WithoutARightOneThereIsNoRace) {
  World world = ladder();
  world.checks = {Status::kWrongResult, Status::kUnsupported};
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  EXPECT_EQ(race.result().verdict, Verdict::kNone);
  EXPECT_EQ(race.result().reason, "no candidate passed the output check: 1 wrong-result, 1 unsupported");
  EXPECT_EQ(conductor.events().size(), 3U);
}

TEST(Race, OfNoCandidatesIsOverAtOnce) {
  Race race = race_of(0);
  EXPECT_EQ(describe(race.next()), "finish");
  EXPECT_EQ(race.result().verdict, Verdict::kNone);
}

TEST(Race, TheOnlyCandidateRunsUntilItsIntervalIsNarrow) {
  World world = ladder();
  world.checks = {Status::kWrongResult, Status::kRight};
  for (const Evidence evidence : {Evidence::kProcess, Evidence::kRound}) {
    Rules rules;
    rules.evidence = evidence;
    Race race = race_of(2, rules);
    SimulatedConductor conductor(race, 2, world);
    conductor.run(100);
    EXPECT_EQ(race.result().verdict, Verdict::kWinner);
    EXPECT_THAT(race.result().winners, ElementsAre(1));
    EXPECT_EQ(race.result().reason, "only candidate");
    EXPECT_EQ(race.result().units, 6U) << "an interval takes 6 units, whatever their spread";
  }
}

TEST(Race, TheOnlyCandidateIsTheWinnerAtTheBudgetToo) {
  World world;  // 10 % up and down: never within 1 %
  world.nanoseconds = [](const Moment& at) { return (at.epoch % 2 == 0 ? 10 : 11) * kMillisecond; };
  Race race = race_of(1);
  SimulatedConductor conductor(race, 1, world);
  conductor.run(30);
  conductor.stop(StopCause::kBudget);
  EXPECT_EQ(race.result().verdict, Verdict::kWinner);
  EXPECT_EQ(race.result().reason, "only candidate");
  EXPECT_EQ(race.result().units, 30U);
  EXPECT_EQ(describe(race.next()).substr(0, 5), "begin") << "may be continued";
}

TEST(Race, EveryOrderIsDrawnAndNoneIsTheSameForLong) {
  Race race = race_of(3, endless());
  World world;
  world.nanoseconds = [](const Moment&) { return kMillisecond; };
  SimulatedConductor conductor(race, 3, world);
  conductor.run(40);
  std::map<std::vector<CandidateIndex>, int> rounds;
  std::map<std::vector<CandidateIndex>, int> starts;
  for (const Event& event : conductor.events()) {
    if (const auto* round = std::get_if<RoundBegun>(&event)) ++rounds[round->order];
    if (const auto* epoch = std::get_if<EpochBegun>(&event)) ++starts[epoch->order];
  }
  EXPECT_EQ(rounds.size(), 6U);
  EXPECT_EQ(starts.size(), 6U);
  for (const auto& [order, count] : rounds) EXPECT_NEAR(count, 200 / 6.0, 25);
}

TEST(Race, SeedDecidesTheDiceAndNothingElseDoes) {
  const auto orders = [](std::uint64_t seed, double scale) {
    Rules rules;
    rules.seed = seed;
    Race race(rules, Metric::kLatency, 4, 1);
    World world;
    world.nanoseconds = [scale](const Moment& at) {
      return static_cast<std::uint64_t>(scale * static_cast<double>(kMillisecond + 13 * at.round));
    };
    SimulatedConductor conductor(race, 4, world);
    conductor.run(3);
    std::string text;
    for (const Event& event : conductor.events()) {
      if (const auto* round = std::get_if<RoundBegun>(&event))
        text += describe(RunRound{round->round, round->order});
    }
    return text;
  };
  EXPECT_EQ(orders(1, 1), orders(1, 2));
  EXPECT_NE(orders(1, 1), orders(2, 1));
}

TEST(Race, AFaultLeavesAtOnceAndTheOthersFinishTheEpoch) {
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

TEST(Race, TheLastOneAfterAFaultFinishesItsEpochAndWins) {
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

TEST(Race, AllLostIsNone) {
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

TEST(Race, ACutEpochGivesNoSignAndIsBegunAgainUnderTheNextAttempt) {
  Race race = race_of(2);
  SimulatedConductor conductor(race, 2, ladder());
  conductor.run(2);
  conductor.step();  // begin epoch 3
  conductor.step();
  conductor.step();
  const std::uint64_t samples = race.result().candidates[0].samples;
  EXPECT_EQ(samples, 36U) << "two epochs of 15 and the two judged rounds";
  conductor.stop(StopCause::kBudget);
  CellResult result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kUnresolved);
  EXPECT_EQ(result.reason, "budget");
  EXPECT_EQ(result.units, 2U);
  EXPECT_EQ(result.cut_epochs, 1U);
  EXPECT_EQ(result.candidates[0].samples, samples) << "kept as samples";
  EXPECT_EQ(result.candidates[0].units, 2U);
  EXPECT_EQ(result.leader, 0U);
  EXPECT_EQ(result.runner_up, 1U);
  ASSERT_TRUE(result.units_to_settle.has_value());
  EXPECT_EQ(describe(race.next()).substr(0, 9), "begin 2.3");
  conductor.run(100);
  result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kWinner);
  EXPECT_EQ(result.units, 7U);
  EXPECT_EQ(result.attempt, 1U);
}

TEST(Race, NoPermutationIsEverDrawnTwiceUnderOneKey) {
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

TEST(Race, AKilledRaceGoesOn) {
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

TEST(Race, StoppedWhileCheckingIsUnresolvedAndGoesOnChecking) {
  Race race = race_of(2);
  race.apply(checked(0));
  race.apply(RaceStopped{.cause = StopCause::kInterrupted});
  EXPECT_EQ(race.result().verdict, Verdict::kUnresolved);
  EXPECT_EQ(race.result().reason, "interrupted during the output check");
  EXPECT_EQ(race.result().candidates[1].outcome.status, Status::kTimedOut);
  EXPECT_EQ(describe(race.next()), "check");
}

TEST(Race, RoundsAsEvidenceRunInOneEpoch) {
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

TEST(Race, RoundsAsEvidenceEndWithTheirProcesses) {
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

TEST(Race, FactsAreMediansOfTimesAndMostOfMemory) {
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

TEST(Race, ObservedBitsEndAtTheMantissa) {
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

TEST(Race, SaysWhereTheWorkersDidNotFitTogether) {
  Race race = race_of(1);
  race.apply(checked(0));
  race.apply(EpochBegun{.order = {0}, .together = false});
  EXPECT_THAT(race.result().reason, HasSubstr("did not fit in memory together"));
}

}  // namespace
}  // namespace bakeoff::judge
