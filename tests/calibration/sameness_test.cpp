// What may not change a verdict: another run with the same seed, a replay, the candidates' names and places.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <variant>

#include "judge/cell.h"
#include "judge/vectors.h"
#include "simulation.h"
#include "troubled_race.h"
#include "unit/judge/simulated_race.h"

namespace bakeoff::calibration {
namespace {

using Places = std::vector<CandidateIndex>;

/// Far enough apart for a winner in some races and none in others.
const TroubledSetting kField{.log_costs = {0, 0.08, 0.05, 0.10}, .epsilon = 0.02};

TroubledRace race_of(std::uint64_t seed) {
  Troubles met;
  return troubled_race(kField, seed, met);
}

CellRecord record_of(const TroubledRace& ran, const std::vector<std::string>& names) {
  CellRecord record;
  record.rules = ran.rules;
  record.tries = {ran.events};
  for (const std::string& name : names) {
    record.candidates.emplace_back();
    record.candidates.back().name = name;
  }
  return record;
}

/// The same events had the candidate at place i stood at places[i].
std::vector<Event> moved(std::vector<Event> events, const Places& places) {
  const auto move = [&](CandidateIndex& candidate) { candidate = places[candidate]; };
  for (Event& event : events) {
    if (auto* const check = std::get_if<CandidateChecked>(&event)) move(check->candidate);
    if (auto* const begun = std::get_if<EpochBegun>(&event)) {
      std::for_each(begun->order.begin(), begun->order.end(), move);
    }
    if (auto* const start = std::get_if<WorkerStarted>(&event)) move(start->candidate);
    if (auto* const fault = std::get_if<CandidateLeft>(&event)) move(fault->candidate);
    if (auto* const round = std::get_if<RoundBegun>(&event)) {
      std::for_each(round->order.begin(), round->order.end(), move);
    }
    if (auto* const slot = std::get_if<SlotTimed>(&event)) move(slot->candidate);
    auto* const window = std::get_if<WindowJudged>(&event);
    if (window != nullptr && window->charged) move(*window->charged);
  }
  return events;
}

Places sorted(Places places) {
  std::sort(places.begin(), places.end());
  return places;
}

TEST(Calibration, Vectors) {
  std::ifstream file(BAKEOFF_SOURCE_DIR "/tests/golden/method_vectors.json");
  std::ostringstream text;
  text << file.rdbuf();
  const auto differences = judge::check_vectors(text.str());
  ASSERT_TRUE(differences) << differences.error().what;
  EXPECT_TRUE(differences->empty()) << differences->front();
}

TEST(Calibration, SameSeedAndSamplesGiveTheSameVerdict) {
  std::size_t verdicts[4] = {};
  for (std::uint64_t seed = 0; seed < seeds() / 4; ++seed) {
    const TroubledRace ran = race_of(seed);
    const std::string told = judge::describe(ran.result);
    const TroubledRace again = race_of(seed);
    ASSERT_TRUE(again.events == ran.events) << seed;
    ASSERT_EQ(judge::describe(again.result), told) << seed;
    const std::size_t candidates = kField.log_costs.size();
    ASSERT_EQ(judge::describe(judge::replay(ran.rules, Metric::kLatency, candidates, 1, ran.events)), told);
    ++verdicts[static_cast<std::size_t>(ran.result.verdict)];
    ASSERT_FALSE(race_of(seed + 1).events == ran.events) << "every seed has its own race";
  }
  EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::kWinner)], 0U);
  EXPECT_GT(verdicts[static_cast<std::size_t>(Verdict::kUnresolved)], 0U);
}

TEST(Calibration, NamesAndPlacesDecideNothing) {
  for (std::uint64_t seed = 0; seed < seeds() / 4; ++seed) {
    const TroubledRace ran = race_of(seed);
    const std::string told = judge::describe(judge::decide(record_of(ran, {"a", "b", "c", "d"})));
    ASSERT_EQ(judge::describe(judge::decide(record_of(ran, {"zeta", "", "A", "0"}))), told) << seed;

    Places places = {0, 1, 2, 3};
    Dice{seed, 5}.shuffle(places);
    const CellResult elsewhere =
        judge::replay(ran.rules, Metric::kLatency, places.size(), 1, moved(ran.events, places));
    ASSERT_EQ(elsewhere.verdict, ran.result.verdict) << seed;
    ASSERT_EQ(elsewhere.units, ran.result.units) << seed;
    Places survivors = ran.result.survivors;
    for (CandidateIndex& survivor : survivors) survivor = places[survivor];
    ASSERT_EQ(sorted(elsewhere.survivors), sorted(survivors)) << seed;
    for (CandidateIndex i = 0; i < places.size(); ++i) {
      const CandidateResult& here = ran.result.candidates[i];
      const CandidateResult& there = elsewhere.candidates[places[i]];
      ASSERT_EQ(there.left_after_unit, here.left_after_unit) << seed;
      ASSERT_EQ(there.outcome.status, here.outcome.status) << seed;
      ASSERT_EQ(there.latency_ms, here.latency_ms) << seed;
    }
  }
}

}  // namespace
}  // namespace bakeoff::calibration
