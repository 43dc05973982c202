#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/figure/canvas.h"
#include "report/figure/dots.h"

namespace bakeoff::report {

/// The evidence against one candidate, or for a tie, from unit to unit.
struct RaceLine {
  std::string label;
  std::size_t hue = 0;                          ///< of the candidate
  std::vector<std::optional<double>> evidence;  ///< after each unit; empty where there is none
  std::optional<std::size_t> left_after;        ///< its line ends there: after so many units
  Stand stand = Stand::kRacing;
};

/// The race as it went: evidence, by powers of ten, over the units of a race.
struct RaceFigure {
  std::string unit;  ///< "epoch" or "round"
  std::vector<RaceLine> candidates;
  std::optional<RaceLine> tie;
  double leaves_at = 40;
  double tie_needs = 40;
};

Figure race_figure(const RaceFigure& data);

}  // namespace bakeoff::report
