// Whether the suite would notice a broken race: the habits and slips that the method exists to avoid, each
// measured as the other tests measure, and each far enough past what is allowed to fail them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "documented.h"
#include "intervals.h"
#include "judge/stats/binomial.h"
#include "simulation.h"

namespace bakeoff::calibration {
namespace {

using judge::Standing;

bool has_winner(const Standing& race) {
  return race.verdict() == Verdict::kWinner;
}

Setting equals(const NoiseModel& noise) {
  return {.log_costs = {0, 0}, .noise = noise, .epsilon = 0, .most_units = 100};
}

/// Half of what is paid for: each of the two may win with alpha.
double threshold_without_its_factor() {
  Setting setting = equals(quiet());
  setting.alpha = 2 * kAlpha;
  return share(setting, has_winner);
}

/// Stops as soon as a sign test with its table value would call the difference significant.
double stopping_at_p_below_alpha() {
  Setting setting = equals(quiet());
  setting.alpha = kNeverDecides;
  return share(setting, [](const Standing& race) {
    std::uint64_t trials = 0;
    std::uint64_t wins = 0;
    for (const double ratio : untied(race)) {
      ++trials;
      if (ratio > 0) ++wins;
      const std::uint64_t fewer = std::min(wins, trials - wins);
      if (2 * judge::binomial_cdf(trials, 0.5, fewer) <= kAlpha) return true;
    }
    return false;
  });
}

/// The second always runs after the first, on a machine that grows slower.
double order_as_listed() {
  Setting setting = equals(thermal());
  setting.process_sd = 0;
  setting.most_units = 200;
  setting.order = RoundOrder::kAsListed;
  return share(setting, has_winner);
}

/// The rounds of one process each, read as evidence about the runtimes.
double one_process_each() {
  Setting setting = equals(quiet());
  setting.evidence = Evidence::kRound;
  return share(setting, has_winner);
}

Setting just_too_slow(const NoiseModel& noise) {
  return {.log_costs = {0, std::log(1.0201)}, .noise = noise, .most_units = 100};
}

/// "No significant difference after 20 epochs", so equal.
double no_proof_as_equality() {
  Setting setting = just_too_slow(shared_host());
  setting.most_units = 20;
  return share(setting, [](const Standing& race) { return race.verdict() == Verdict::kUnresolved; });
}

/// A tie at twice the epsilon that is claimed.
double tie_at_twice_epsilon() {
  Setting setting = just_too_slow(quiet());
  setting.epsilon = 0.04;
  return share(setting, [](const Standing& race) { return race.verdict() == Verdict::kTie; });
}

/// The order statistics that are right for a number of units fixed beforehand, looked at after each.
double interval_of_a_fixed_number() {
  Setting setting = equals(quiet());
  setting.alpha = kNeverDecides;
  return share(setting,
               [](const Standing& race) { return ever_misses(untied(race), 0, judge::own_interval); });
}

TEST(Calibration, BrokenRacesAreCaught) {
  if (with_chance(kAlpha) > kAlpha) GTEST_SKIP() << "too few seeds to tell 6 % from 5 %";
  MarkdownTable table{"what is broken", "shows in", "%", "allowed"};
  const auto row = [&](const std::string& what, const std::string& shows, double rate, double allowed) {
    EXPECT_GT(rate, allowed) << what;
    table.add({what, shows, percent(rate), percent(allowed)});
  };
  row("evidence needs only 1/α", "wrong winners", threshold_without_its_factor(), kAlpha);
  row("stops when p < α", "wrong winners", stopping_at_p_below_alpha(), kAlpha);
  row("order as listed, machine grows slower", "wrong winners", order_as_listed(), kAlpha);
  row("rounds of one process each, as evidence about the runtimes", "wrong winners", one_process_each(),
      kAlpha);
  row("not told apart in 20 epochs, so a tie", "wrong ties", no_proof_as_equality(), kAlpha / 2);
  row("tie test at 2 ε", "wrong ties", tie_at_twice_epsilon(), kAlpha / 2);
  row("interval for a fixed number of units", "intervals that miss", interval_of_a_fixed_number(), kAlpha);
  expect_documented("broken", table.text());
}

}  // namespace
}  // namespace bakeoff::calibration
