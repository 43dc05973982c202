#include "judge/race/race.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

using testing::ElementsAre;

TEST(Race, AnUnresolvedOneTellsAtWhichEpsilonItWouldBeATie) {
  Rules rules;
  rules.epsilon = 0.001;
  World world = ladder();
  world.nanoseconds = [](const Moment& moment) {
    return (moment.epoch + moment.candidate) % 2 == 0 ? 10'000'000 : 10'100'000;
  };
  Race race = race_of(2, rules);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(7);
  conductor.stop(StopCause::kBudget);
  const CellResult result = race.result();
  EXPECT_EQ(result.verdict, Verdict::kUnresolved);
  ASSERT_TRUE(result.tie_epsilon);
  EXPECT_NEAR(*result.tie_epsilon, 0.01, 1e-9);
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
  EXPECT_EQ(result.candidates[1].samples, 105U);
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

TEST(Race, TheOrderOfStartsIsNotThatOfTheFirstRound) {
  // Its key is round 0: dice thrown twice would let who starts first also run first.
  Race race = race_of(2, endless());
  World world;
  world.nanoseconds = [](const Moment&) { return kMillisecond; };
  SimulatedConductor conductor(race, 2, world);
  conductor.run(100);
  int same = 0;
  EpochBegun epoch;
  for (const Event& event : conductor.events()) {
    if (const auto* begun = std::get_if<EpochBegun>(&event)) epoch = *begun;
    const auto* round = std::get_if<RoundBegun>(&event);
    if (round != nullptr && round->round == 1) same += round->order == epoch.order ? 1 : 0;
  }
  EXPECT_NEAR(same, 50, 20);
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

}  // namespace
}  // namespace bakeoff::judge
