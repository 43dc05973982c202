#pragma once

#include <cstdint>
#include <vector>

#include "judge/race/standing.h"
#include "noise.h"

namespace bakeoff::calibration {

/// One kind of race, to be run under many seeds.
struct Setting {
  std::vector<double> log_costs;  ///< ln of each candidate's true time
  NoiseModel noise;
  double process_sd = 0.01;  ///< of the effect that each fresh process has on its own times
  double epsilon = 0.02;
  std::uint32_t most_units = 40;
  std::uint32_t rounds = 5;
  Evidence evidence = Evidence::kProcess;
};

/// Runs the race on candidates without faults until it is decided or the units are spent. The orders are
/// drawn afresh in each round; what a slot costs depends on when it ran.
judge::Standing simulate(const Setting& setting, std::uint64_t seed);

/// How many seeds a test takes: the method's 2,000, fewer where asserts and no optimisation make them slow.
std::uint64_t seeds();

}  // namespace bakeoff::calibration
