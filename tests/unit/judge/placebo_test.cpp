#include "judge/placebo.h"

#include <gtest/gtest.h>

#include <set>

#include "judge/cell.h"
#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

// Runs the last try of a record of two candidates to its end, or for so many epochs.
void run_last_try(CellRecord& record, const World& world, std::uint32_t epochs = 1000,
                  std::optional<StopCause> cause = std::nullopt) {
  Race race = race_of(record);
  SimulatedConductor conductor(race, 2, world);
  conductor.run(epochs);
  if (cause) conductor.stop(*cause);
  record.tries.back() = conductor.events();
}

CellRecord won(const World& world = ladder()) {
  CellRecord record;
  record.rules.seed = 5;
  record.candidates.resize(2);
  record.candidates[0].name = "a";
  record.candidates[1].name = "b";
  record.tries.emplace_back();
  run_last_try(record, world);
  return record;
}

// Which of two equals is faster alternates by epoch, by 1 %.
World equals() {
  World world = ladder();
  world.nanoseconds = [](const Moment& moment) {
    return (moment.epoch + moment.candidate) % 2 == 0 ? 10'000'000 : 10'100'000;
  };
  return world;
}

TEST(Placebo, RacesTheWinnerAgainstACopyOnTheSameTerms) {
  CellRecord cell = won();
  cell.cell.batch = 3;
  const auto placebo = placebo_of(cell, 4, decide(cell), 0);
  ASSERT_TRUE(placebo);
  ASSERT_EQ(placebo->candidates.size(), 2U);
  EXPECT_EQ(placebo->candidates[0], cell.candidates[0]) << "ladder(): the first is the fastest";
  EXPECT_EQ(placebo->candidates[1].name, "a (copy)");
  EXPECT_EQ(placebo->cell.batch, 3);
  EXPECT_EQ(placebo->rules.units, 7U) << "as many epochs as the race took";
  std::set<std::uint64_t> seeds{cell.rules.seed};
  for (std::uint64_t number = 0; number < 3; ++number) {
    seeds.insert(placebo_of(cell, 4, decide(cell), number)->rules.seed);
  }
  EXPECT_EQ(seeds.size(), 4U) << "no dice are thrown twice";
  EXPECT_EQ(placebo->placebo_of, (PlaceboOf{4, 0, 1}));
}

TEST(Placebo, IsNotMadeWhereNobodyLeads) {
  CellRecord cell = won();
  cell.tries.back() = {checked(0, Status::kWrongResult), checked(1, Status::kWrongResult)};
  EXPECT_FALSE(placebo_of(cell, 0, decide(cell), 0));
}

TEST(Placebo, TakesTheLeaderWhereNobodyHasWon) {
  CellRecord cell = won();
  cell.tries.back().clear();
  run_last_try(cell, ladder(), 3, StopCause::kBudget);
  const auto placebo = placebo_of(cell, 0, decide(cell), 0);
  ASSERT_TRUE(placebo);
  EXPECT_EQ(placebo->placebo_of->candidate, 0U);
  EXPECT_EQ(placebo->rules.units, 7U) << "never fewer, for there would be no interval";
}

TEST(Placebo, TakesTheLeaderOfATie) {
  const CellRecord cell = won();
  CellResult tie = decide(cell);
  tie.verdict = Verdict::kTie;
  tie.winners = tie.survivors = {0, 1};
  tie.leader = 1;
  const auto placebo = placebo_of(cell, 0, tie, 0);
  ASSERT_TRUE(placebo);
  EXPECT_EQ(placebo->placebo_of->candidate, 1U);
  tie.candidates[1].units = 0;
  EXPECT_FALSE(placebo_of(cell, 0, tie, 0)) << "there is nothing to hold against it";
}

TEST(Placebo, TellsTheLargerEndOfItsInterval) {
  const CellRecord cell = won();
  CellRecord placebo = *placebo_of(cell, 0, decide(cell), 0);
  placebo.tries.emplace_back();
  run_last_try(placebo, equals());
  const auto result = placebo_result(placebo);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->units, 7U);
  EXPECT_EQ(result->equal, 0U);
  ASSERT_TRUE(result->resolution);
  EXPECT_NEAR(*result->resolution, 0.01, 1e-9);
}

TEST(Placebo, TellsTheLowerEndWhereThatIsFarther) {
  World world = ladder();
  world.nanoseconds = [](const Moment& moment) {
    if (moment.candidate == 0) return 10'000'000;
    return moment.epoch % 2 == 0 ? 9'700'000 : 10'100'000;
  };
  const CellRecord cell = won();
  CellRecord placebo = *placebo_of(cell, 0, decide(cell), 0);
  placebo.tries.emplace_back();
  run_last_try(placebo, world);
  EXPECT_NEAR(*placebo_result(placebo)->resolution, 10.0 / 9.7 - 1, 1e-9);
}

TEST(Placebo, OneThatSeesAlwaysTheSameWinnerNeverStopsEarly) {
  const CellRecord cell = won();
  CellRecord placebo = *placebo_of(cell, 0, decide(cell), 0);
  placebo.rules.units = 30;
  placebo.tries.emplace_back();
  run_last_try(placebo, ladder());
  EXPECT_EQ(placebo_result(placebo)->units, 30U);
}

TEST(Placebo, CountsOnlyWhenItIsWholeAndAfterTheLastTry) {
  std::vector<CellRecord> cells{won()};
  CellRecord placebo = *placebo_of(cells[0], 0, decide(cells[0]), 0);
  placebo.tries.emplace_back();
  run_last_try(placebo, equals(), 3, StopCause::kInterrupted);
  cells.push_back(placebo);
  EXPECT_FALSE(latest_placebo(cells, 0));
  cells[1].tries.back().clear();
  run_last_try(cells[1], equals());
  EXPECT_TRUE(latest_placebo(cells, 0));
  cells[0].tries.emplace_back();
  EXPECT_FALSE(latest_placebo(cells, 0)) << "it was raced beside an older try";
}

}  // namespace
}  // namespace bakeoff::judge
