// The same claims of races in trouble: restarts, voids, crashes, interruptions and kills at random places.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "documented.h"
#include "intervals.h"
#include "troubled_race.h"

namespace bakeoff::calibration {
namespace {

/// Wrong winners, wrong ties and intervals that miss, as shares of the races.
struct Wrongs {
  double winners = 0;
  double ties = 0;
  double intervals = 0;
};

/// The fastest are those that cost nothing more; in a tie nobody may be more than epsilon behind them.
Wrongs wrongs_of(const TroubledSetting& setting, Troubles& met) {
  const std::vector<double>& costs = setting.log_costs;
  const bool one_best = std::count(costs.begin(), costs.end(), 0.0) == 1;
  Wrongs count;
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    const CellResult result = troubled_race(setting, seed, met).result;
    const auto too_slow = [&](CandidateIndex i) { return costs[i] > std::log1p(setting.epsilon); };
    if (result.verdict == Verdict::kWinner && (!one_best || result.winners.front() != 0)) {
      count.winners += 1;
    }
    if (result.verdict == Verdict::kTie &&
        std::any_of(result.winners.begin(), result.winners.end(), too_slow)) {
      count.ties += 1;
    }
    for (const PairResult& pair : result.pairs) {
      if (pair.faster > 1 || pair.slower > 1)
        continue;  // each interval is claimed by itself: that of 0 and 1
      const double truth = std::exp(costs[pair.slower] - costs[pair.faster]);
      if (misses(pair.interval, truth)) count.intervals += 1;
    }
  }
  const double n = static_cast<double>(seeds());
  return {count.winners / n, count.ties / n, count.intervals / n};
}

TEST(Calibration, TroubleChangesNothing) {
  struct Case {
    std::string name;
    TroubledSetting setting;
  };
  const double late = std::log(1.0201);
  const std::vector<Case> cases = {
      {"2 equal", {.log_costs = {0, 0}}},
      {"4 equal", {.log_costs = {0, 0, 0, 0}}},
      {"4, one best by 3 %", {.log_costs = {0, 0.03, 0.03, 0.03}}},
      {"2 equal, `--evidence round`", {.log_costs = {0, 0}, .evidence = Evidence::kRound}},
      {"4 equal, `--evidence round`", {.log_costs = {0, 0, 0, 0}, .evidence = Evidence::kRound}},
      {"2, the second just over ε behind", {.log_costs = {0, late}, .epsilon = 0.02, .most_steps = 400}},
      {"4, the second just over ε behind, `--evidence round`",
       {.log_costs = {0, late, 0, 0}, .evidence = Evidence::kRound, .epsilon = 0.02, .most_steps = 300}}};
  MarkdownTable table{"candidates",    "wrong winners", "wrong ties", "intervals that miss",
                      "rounds voided", "crashes",       "epochs cut", "kills"};
  for (const auto& [name, setting] : cases) {
    Troubles met;
    const Wrongs wrong = wrongs_of(setting, met);
    EXPECT_LE(wrong.winners, with_chance(kAlpha)) << name;
    EXPECT_LE(wrong.ties, with_chance(kAlpha / 2)) << name;
    EXPECT_LE(wrong.intervals, with_chance(kAlpha)) << name;
    EXPECT_GT(met.voids, seeds()) << name;
    EXPECT_TRUE(met.crashes > seeds() / 20 || setting.log_costs.size() == 2) << name;
    const bool by_round = setting.evidence == Evidence::kRound;
    EXPECT_TRUE((met.cuts > seeds() / 10 && met.kills > seeds() / 10) || by_round) << name;
    table.add({name, percent(wrong.winners), percent(wrong.ties), percent(wrong.intervals),
               fmt::format("{}", met.voids), fmt::format("{}", met.crashes), fmt::format("{}", met.cuts),
               fmt::format("{}", met.kills)});
  }
  expect_documented("trouble", table.text());
}

}  // namespace
}  // namespace bakeoff::calibration
