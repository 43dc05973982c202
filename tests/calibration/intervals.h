#pragma once

#include <vector>

#include "judge/stats/order_interval.h"
#include "simulation.h"

namespace bakeoff::calibration {

/// The units that an interval of the first two candidates comes from.
inline std::vector<double> untied(const judge::Standing& race) {
  std::vector<double> ratios = race.log_ratios(0, 1);
  std::erase(ratios, 0.0);
  return ratios;
}

/// Whether the interval has bounds and the truth is not between them.
inline bool misses(const Interval& interval, double truth) {
  return interval.low && (*interval.low > truth || *interval.high < truth);
}

/// Whether somebody who looks at the interval after every unit sees it miss.
template <typename MakeInterval>
bool ever_misses(const std::vector<double>& ratios, double truth, MakeInterval interval) {
  for (std::size_t n = 1; n <= ratios.size(); ++n) {
    const std::vector<double> seen(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(n));
    if (misses(interval(seen, kAlpha), truth)) return true;
  }
  return false;
}

}  // namespace bakeoff::calibration
