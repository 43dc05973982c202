#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/figure/canvas.h"

namespace bakeoff::report {

/// One timed stretch of one candidate; times count from the first stretch of the race.
struct SampleStretch {
  double begin_s = 0;
  double end_s = 0;
  const std::vector<std::uint64_t>* durations_ns = nullptr;
};

struct SampleStrip {
  std::string label;
  std::size_t hue = 0;                   ///< of the candidate
  std::vector<SampleStretch> stretches;  ///< in the order of time
};

/// A time whose samples do not count (void, cut), or count although something disturbed them.
struct MarkedTime {
  enum class Why { kVoid, kCounted, kCut };
  double begin_s = 0;
  double end_s = 0;
  Why why = Why::kVoid;
  std::string told;
};

/// Every sample over time, one strip a candidate on a common scale: of those that fall on the same column of
/// pixels the least, the median and the most are drawn, so that nothing that stands out is lost.
struct SamplesFigure {
  std::vector<SampleStrip> strips;
  std::vector<MarkedTime> marked;
  std::vector<double> epochs_s;  ///< where each epoch begins
};

Figure samples_figure(const SamplesFigure& data);

}  // namespace bakeoff::report
