#include "judge/twins.h"

#include <gtest/gtest.h>

#include <cmath>

#include "judge/stats/binomial.h"
#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

using namespace std::chrono_literals;

TwinRace raced(World world, std::uint32_t epochs = 12) {
  Rules rules;
  rules.units = epochs;
  Race race = race_of(2, rules);
  SimulatedConductor conductor(race, 2, std::move(world));
  conductor.run(1000);
  return twin_race(rules, conductor.events());
}

TEST(TwinRace, RunsAsManyEpochsAsWereAskedAndTellsTheGapOfTheFirst) {
  World world = ladder();
  world.nanoseconds = [](const Moment& moment) { return moment.candidate == 0 ? 12'000'000 : 10'000'000; };
  const TwinRace twins = raced(world);
  EXPECT_EQ(twins.epochs, 12U);
  EXPECT_EQ(twins.rounds, 60U);
  EXPECT_EQ(twins.first_wins, 0U);
  EXPECT_DOUBLE_EQ(twins.ratio, 10.0 / 12);
  ASSERT_TRUE(twins.interval.low && twins.interval.high);
  EXPECT_LE(*twins.interval.low, twins.ratio);
  EXPECT_GE(*twins.interval.high, twins.ratio);
  EXPECT_EQ(*twins.first_share.low, 0);
  EXPECT_NEAR(*twins.first_share.high, 1 - std::pow(0.025, 1.0 / 60), 1e-12)
      << "0 of 60, Clopper and Pearson";
}

TEST(TwinRace, AlternatingWinsShareTheRounds) {
  World world = ladder();
  world.nanoseconds = [](const Moment& moment) {
    return (moment.round + moment.candidate) % 2 == 0 ? 10'000'000 : 11'000'000;
  };
  const TwinRace twins = raced(world);
  EXPECT_EQ(twins.rounds, 60U);
  EXPECT_EQ(twins.first_wins, 24U) << "rounds 2 and 4 of 5";
}

TEST(TwinRace, CountsTheWindowsInWhichAFrozenWorkerRan) {
  Rules rules;
  rules.units = 1;
  rules.voiding = false;  // else those after a void window could not follow it
  Race race = race_of(2, rules);
  World world = ladder();
  SimulatedConductor conductor(race, 2, world);
  conductor.run(1);
  std::vector<Event> events = conductor.events();
  TwinRace twins = twin_race(rules, events);
  EXPECT_GT(twins.windows, 0U);
  EXPECT_EQ(twins.leaks, 0U);
  for (Event& event : events) {
    if (auto* const window = std::get_if<WindowJudged>(&event)) {
      window->disturbance = Disturbance::kFrozenWorkerRan;
      window->frozen_cpu = 3ms;
      break;
    }
  }
  twins = twin_race(rules, events);
  EXPECT_EQ(twins.leaks, 1U);
  EXPECT_EQ(twins.frozen_cpu, 3ms);
}

// Held against closed forms: of 0 of n the upper limit is 1 - (alpha/2)^(1/n), and either limit leaves
// alpha/2 in its tail.
TEST(ShareInterval, IsThatOfClopperAndPearson) {
  const Interval none = share_interval(20, 0, 0.05);
  EXPECT_DOUBLE_EQ(*none.low, 0);
  EXPECT_NEAR(*none.high, 1 - std::pow(0.025, 1.0 / 20), 1e-12);
  const Interval some = share_interval(400, 203, 0.05);
  EXPECT_NEAR(1 - binomial_cdf(400, *some.low, 202), 0.025, 1e-9);
  EXPECT_NEAR(binomial_cdf(400, *some.high, 203), 0.025, 1e-9);
  EXPECT_FALSE(share_interval(0, 0, 0.05).low);
}

}  // namespace
}  // namespace bakeoff::judge
