// What a verdict costs, against the table of METHOD.md, "What it costs".
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "documented.h"
#include "simulation.h"

namespace bakeoff::calibration {
namespace {

using judge::Standing;

// The machine of the table.
constexpr double kRoundSd = 0.06;
constexpr double kProcessSd = 0.01;
constexpr double kRestartSeconds = 1.3;
constexpr double kSlotSeconds = 0.2;
constexpr double kWithin = 0.20;

struct Cost {
  double units = 0;
  double seconds = 0;
};

double seconds_of(const Standing& race, const Setting& setting) {
  const bool by_round = setting.evidence == Evidence::kRound;
  const double each = by_round ? kSlotSeconds : kRestartSeconds + setting.rounds * kSlotSeconds;
  double total = 0;
  for (const CandidateIndex i : race.entrants()) total += each * race.left_after(i).value_or(race.units());
  return total;
}

/// The cost that 9 of 10 races do not exceed; those that end in anything but `wanted` cost without end.
Cost cost_of(const Setting& setting, Verdict wanted) {
  std::vector<double> units;
  std::vector<double> seconds;
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    const Standing race = simulate(setting, seed);
    const bool right = race.verdict() == wanted && (wanted == Verdict::kTie || race.survivors().front() == 0);
    units.push_back(right ? race.units() : HUGE_VAL);
    seconds.push_back(right ? seconds_of(race, setting) : HUGE_VAL);
  }
  std::sort(units.begin(), units.end());
  std::sort(seconds.begin(), seconds.end());
  return {units[units.size() * 9 / 10], seconds[seconds.size() * 9 / 10]};
}

Setting two_deviations(Evidence evidence, std::uint32_t most_units) {
  // The table's deviations are those of a pair's log ratio: each of the two has its share of the variance.
  // With rounds as evidence the verdict is about these processes, whose gap is then the gap.
  return {.log_costs = {},
          .noise = white_noise(kRoundSd / std::sqrt(2.0)),
          .process_sd = evidence == Evidence::kRound ? 0 : kProcessSd / std::sqrt(2.0),
          .most_units = most_units,
          .evidence = evidence};
}

std::string compare(const Cost& here, const Cost& page, const std::string& what) {
  EXPECT_NEAR(here.units, page.units, std::max(1.0, kWithin * page.units)) << what;
  EXPECT_NEAR(here.seconds, page.seconds, kWithin * page.seconds) << what;
  return fmt::format("{:.0f} / {:.0f}", here.units, here.seconds);
}

TEST(Calibration, CostOfAWinner) {
  const std::vector<double> gaps = {0.10, 0.05, 0.03, 0.02};
  MarkdownTable table{"gap", "10 %", "5 %", "3 %", "2 %"};
  const auto row = [&](const std::string& name, std::size_t candidates, Evidence evidence,
                       const std::vector<Cost>& page) {
    std::vector<std::string> cells = {name};
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      Setting setting = two_deviations(evidence, static_cast<std::uint32_t>(4 * page[i].units));
      for (std::size_t k = 0; k < candidates; ++k) {
        setting.log_costs.push_back(std::log1p(gaps[i] * static_cast<double>(k)));
      }
      cells.push_back(
          compare(cost_of(setting, Verdict::kWinner), page[i], fmt::format("{} at {}", name, gaps[i])));
    }
    table.add(cells);
  };
  row("2 candidates, epochs / seconds", 2, Evidence::kProcess, {{7, 32}, {19, 87}, {39, 179}, {82, 377}});
  row("4 candidates, epochs / seconds", 4, Evidence::kProcess, {{9, 76}, {21, 131}, {47, 251}, {103, 508}});
  row("2 candidates, `--evidence round`, rounds / seconds", 2, Evidence::kRound,
      {{16, 6}, {44, 18}, {109, 44}, {273, 109}});
  expect_documented("cost", table.text());
}

TEST(Calibration, CostOfATie) {
  MarkdownTable table{"ε", "2 %", "3 %", "5 %"};
  std::vector<std::string> cells = {"2 equal candidates, epochs / seconds"};
  for (const auto& [epsilon, seconds] : {std::pair{0.02, 511.0}, {0.03, 239.0}, {0.05, 101.0}}) {
    const double epochs = std::round(seconds / (2 * (kRestartSeconds + 5 * kSlotSeconds)));
    Setting setting = two_deviations(Evidence::kProcess, static_cast<std::uint32_t>(4 * epochs));
    setting.log_costs = {0, 0};
    setting.epsilon = epsilon;
    cells.push_back(
        compare(cost_of(setting, Verdict::kTie), {epochs, seconds}, fmt::format("epsilon {}", epsilon)));
  }
  table.add(cells);
  expect_documented("cost of a tie", table.text());
}

}  // namespace
}  // namespace bakeoff::calibration
