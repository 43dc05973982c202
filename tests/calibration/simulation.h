#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "judge/race/standing.h"
#include "noise.h"

namespace bakeoff::calibration {

/// What the method promises.
inline constexpr double kAlpha = 0.05;

/// An alpha at which no evidence is enough: the race only collects signs.
inline constexpr double kNeverDecides = 1e-300;

/// Who goes first in a round; kAsListed is a fault, planted to see that the suite would find it.
enum class RoundOrder { kRandom, kAsListed };

/// One kind of race, to be run under many seeds.
struct Setting {
  std::vector<double> log_costs;  ///< ln of each candidate's true time
  NoiseModel noise;
  double process_sd = 0.01;  ///< of the effect that each fresh process has on its own times
  double epsilon = 0.02;
  std::uint32_t most_units = 40;
  std::uint32_t rounds = 5;
  Evidence evidence = Evidence::kProcess;
  double alpha = kAlpha;
  RoundOrder order = RoundOrder::kRandom;
};

/// Runs the race on candidates without faults until it is decided or the units are spent. The orders are
/// drawn afresh in each round; what a slot costs depends on when it ran.
judge::Standing simulate(const Setting& setting, std::uint64_t seed);

/// How many seeds a test takes: the method's 2,000, fewer where asserts and no optimisation make them slow.
std::uint64_t seeds();

/// The share of seeds whose race holds `predicate`. The effect of processes is drawn for each seed from 0 to
/// twice that of the setting: METHOD.md's noise models leave it open between 0 and 2 %.
double share(const Setting& setting, const std::function<bool(const judge::Standing&)>& predicate);

/// What may be seen of a rate of at most `allowed`: nothing more with the method's 2,000 seeds, room for
/// chance with the few of a debug build.
double with_chance(double allowed);

/// `best` equal ones, the others `gap` behind.
std::vector<double> field(std::size_t candidates, std::size_t best, double gap);

}  // namespace bakeoff::calibration
