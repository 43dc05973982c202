// How often a race ends in a wrong verdict (METHOD.md, "What this claims").
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cmath>

#include "documented.h"
#include "simulation.h"

namespace bakeoff::calibration {
namespace {

using judge::Standing;

/// How far the others are behind: two equal best are most in danger once the others are gone, a single best
/// where the others are so near that each has a chance.
constexpr double kBehindTwo = 0.03;
constexpr double kBehindOne = 0.002;

/// Fewer units where there are more candidates, as each costs more.
std::uint32_t units_for(std::size_t candidates) {
  return candidates <= 4 ? 100 : 40;
}

double wrong_winners(std::size_t candidates, std::size_t best, const NoiseModel& noise) {
  // Epsilon 0 keeps ties from ending the race early: the hardest case for winners.
  const Setting setting{.log_costs = field(candidates, best, best == 1 ? kBehindOne : kBehindTwo),
                        .noise = noise,
                        .epsilon = 0,
                        .most_units = units_for(candidates)};
  return share(setting, [&](const Standing& race) {
    return race.verdict() == Verdict::kWinner && (best > 1 || race.survivors().front() != 0);
  });
}

std::string on_each_machine(std::size_t candidates, std::size_t best) {
  std::vector<std::string> rates;
  for (const NoiseModel& noise : machines()) {
    const double wrong = wrong_winners(candidates, best, noise);
    EXPECT_LE(wrong, with_chance(kAlpha)) << candidates << " candidates, " << best << " best, " << noise.name;
    rates.push_back(percent(wrong));
  }
  return fmt::format("{}", fmt::join(rates, " / "));
}

TEST(Calibration, WrongWinners) {
  MarkdownTable table{"candidates", "all equal", "two equal best", "one best"};
  for (std::size_t candidates = 2; candidates <= 8; ++candidates) {
    table.add({fmt::format("{}", candidates), on_each_machine(candidates, candidates),
               candidates == 2 ? "" : on_each_machine(candidates, 2), on_each_machine(candidates, 1)});
  }
  expect_documented("wrong winners", table.text());
}

TEST(Calibration, WrongTies) {
  MarkdownTable table{"candidates", "quiet", "shared", "thermal"};
  for (const std::size_t candidates : {2U, 4U}) {
    std::vector<std::string> row = {fmt::format("{}", candidates)};
    for (const NoiseModel& noise : machines()) {
      // The last one is just too slow; the others are equal, so that they cannot be told apart.
      Setting setting{.log_costs = std::vector<double>(candidates, 0), .noise = noise, .most_units = 120};
      setting.log_costs.back() = std::log(1.0201);
      const double wrong = share(setting, [](const Standing& race) {
        return race.verdict() == Verdict::kTie && race.survivors().back() == race.entrants().back();
      });
      EXPECT_LE(wrong, with_chance(kAlpha / 2)) << candidates << " " << noise.name;
      row.push_back(percent(wrong));
    }
    table.add(row);
  }
  expect_documented("wrong ties", table.text());
}

}  // namespace
}  // namespace bakeoff::calibration
