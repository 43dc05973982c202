#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "judge/stats/order_interval.h"
#include "simulation.h"
#include "troubled_race.h"

namespace bakeoff::calibration {
namespace {

using judge::Standing;

constexpr double kAlpha = 0.05;

/// What chance adds to a rate of `allowed` with this many seeds: nothing of note with the method's 2,000,
/// room for a handful with the few of a debug build.
double with_chance(double allowed) {
  const double n = static_cast<double>(seeds());
  return n >= 1000 ? allowed : allowed + 3 * std::sqrt(allowed * (1 - allowed) / n);
}

std::vector<NoiseModel> machines() {
  return {quiet(), shared_host(), thermal()};
}

/// The share of seeds for which `holds`.
template <typename Predicate>
double share(const Setting& setting, Predicate holds) {
  std::uint64_t count = 0;
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    if (holds(simulate(setting, seed))) ++count;
  }
  return static_cast<double>(count) / static_cast<double>(seeds());
}

/// `best` equal ones, the others `gap` behind.
std::vector<double> field(std::size_t candidates, std::size_t best, double gap) {
  std::vector<double> costs(candidates, gap);
  std::fill_n(costs.begin(), best, 0.0);
  return costs;
}

TEST(Calibration, WrongWinners) {
  fmt::print("wrong winners, %: at most {}\n{:24}{:>8}{:>8}{:>8}\n", 100 * kAlpha, "", "quiet", "shared",
             "thermal");
  for (const std::size_t candidates : {2U, 3U, 4U, 8U}) {
    for (const std::size_t best : std::set{candidates, std::size_t{2}, std::size_t{1}}) {
      std::string row = fmt::format("{} candidates, {} best", candidates, best);
      row.resize(24, ' ');
      for (const NoiseModel& noise : machines()) {
        // Epsilon 0 keeps ties from ending the race early: the hardest case for winners.
        const Setting setting{.log_costs = field(candidates, best, 0.03),
                              .noise = noise,
                              .epsilon = 0,
                              .most_units = candidates == 8 ? 20U : 40U};
        const double wrong = share(setting, [&](const Standing& race) {
          return race.verdict() == Verdict::kWinner && (best > 1 || race.survivors().front() != 0);
        });
        EXPECT_LE(wrong, with_chance(kAlpha)) << row << noise.name;
        row += fmt::format("{:8.2f}", 100 * wrong);
      }
      fmt::print("{}\n", row);
    }
  }
}

TEST(Calibration, WrongTies) {
  fmt::print("wrong ties at a gap just over epsilon, %: at most {}\n", 50 * kAlpha);
  for (const std::size_t candidates : {2U, 4U}) {
    for (const NoiseModel& noise : machines()) {
      // The last one is just too slow; the others are equal, so that they cannot be told apart.
      Setting setting{.log_costs = std::vector<double>(candidates, 0), .noise = noise, .most_units = 60};
      setting.log_costs.back() = std::log(1.0201);
      const double wrong = share(setting, [](const Standing& race) {
        return race.verdict() == Verdict::kTie && race.survivors().back() == race.entrants().back();
      });
      fmt::print("{} candidates, {:8}{:8.2f}\n", candidates, noise.name, 100 * wrong);
      EXPECT_LE(wrong, with_chance(kAlpha / 2)) << candidates << " " << noise.name;
    }
  }
}

/// Units after which 9 of 10 races have named the winner.
std::uint32_t units_to_win(const Setting& setting) {
  std::vector<std::uint32_t> units;
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    const Standing race = simulate(setting, seed);
    const bool won = race.verdict() == Verdict::kWinner && race.survivors().front() == 0;
    units.push_back(won ? race.units() : setting.most_units * 2);
  }
  std::sort(units.begin(), units.end());
  return units[units.size() * 9 / 10];
}

TEST(Calibration, Cost) {
  const std::vector<double> gaps = {0.10, 0.05, 0.03, 0.02};
  fmt::print("units for 90 % of the races to name the winner, here / METHOD.md\n");
  const auto row = [&](const std::string& name, std::size_t candidates, Evidence evidence,
                       const std::vector<std::uint32_t>& expected) {
    std::string text = name;
    text.resize(28, ' ');
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      // The table's deviations are those of a pair's log ratio: each of the two has its share of the
      // variance. With rounds as evidence the verdict is about these processes, whose gap is then the gap.
      Setting setting{.log_costs = {},
                      .noise = white_noise(0.06 / std::sqrt(2.0)),
                      .process_sd = evidence == Evidence::kRound ? 0 : 0.01 / std::sqrt(2.0),
                      .most_units = 4 * expected[i],
                      .evidence = evidence};
      for (std::size_t k = 0; k < candidates; ++k) {
        setting.log_costs.push_back(std::log1p(gaps[i] * static_cast<double>(k)));
      }
      const std::uint32_t units = units_to_win(setting);
      text += fmt::format("  {:>3} / {:<3}", units, expected[i]);
      EXPECT_NEAR(units, expected[i], std::max(1.0, 0.20 * expected[i])) << name << " at " << gaps[i];
    }
    fmt::print("{}\n", text);
  };
  row("2 candidates, epochs", 2, Evidence::kProcess, {7, 19, 39, 82});
  row("4 candidates, epochs", 4, Evidence::kProcess, {9, 21, 47, 103});
  row("2 candidates, rounds", 2, Evidence::kRound, {16, 44, 109, 273});
}

TEST(Calibration, TroubleMakesNoWinners) {
  fmt::print("wrong winners among equals, with voids, a crash, cuts and interruptions, %: at most {}\n",
             100 * kAlpha);
  for (const std::size_t candidates : {2U, 4U}) {
    for (const Evidence evidence : {Evidence::kProcess, Evidence::kRound}) {
      std::uint64_t wrong = 0;
      Troubles met;
      for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
        if (troubled_race(seed, candidates, evidence, met).verdict == Verdict::kWinner) ++wrong;
      }
      const double rate = static_cast<double>(wrong) / static_cast<double>(seeds());
      fmt::print("{} candidates, {:8}{:8.2f}   ({} voids, {} crashes, {} cut epochs)\n", candidates,
                 to_string(evidence), 100 * rate, met.voids, met.crashes, met.cuts);
      EXPECT_LE(rate, with_chance(kAlpha));
      EXPECT_GT(met.voids, seeds());
      EXPECT_TRUE(met.crashes > 0 || candidates == 2);
      EXPECT_TRUE(met.cuts > seeds() / 10 || evidence == Evidence::kRound);
    }
  }
}

TEST(Calibration, IntervalsCoverAtTheStop) {
  fmt::print("intervals of a pair that miss at the stop, %: at most {}\n", 100 * kAlpha);
  for (const double gap : {0.0, 0.02, 0.05}) {
    for (const NoiseModel& noise : machines()) {
      const Setting setting{.log_costs = {0, gap}, .noise = noise, .most_units = 40};
      const double missed = share(setting, [&](const Standing& race) {
        std::vector<double> ratios = race.log_ratios(0, 1);
        std::erase(ratios, 0.0);
        const Interval interval = judge::pair_interval(ratios, kAlpha);
        return interval.low && (*interval.low > gap || *interval.high < gap);
      });
      fmt::print("gap {:.0f} %, {:8}{:8.2f}\n", 100 * gap, noise.name, 100 * missed);
      EXPECT_LE(missed, with_chance(kAlpha)) << gap << " " << noise.name;
    }
  }
}

}  // namespace
}  // namespace bakeoff::calibration
