#include "report/figure/columns.h"

#include <algorithm>
#include <cmath>

namespace bakeoff::report {
namespace {

constexpr double kNanosecondsPerMillisecond = 1e6;

SampleColumn summary(int column, std::vector<std::uint64_t>& samples) {
  const auto [least, most] = std::minmax_element(samples.begin(), samples.end());
  const std::uint64_t low = *least;
  const std::uint64_t high = *most;
  // Of an even number the upper of the middle two: a tenth of a pixel is not worth the second search.
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end());
  const auto ms = [](std::uint64_t ns) { return static_cast<double>(ns) / kNanosecondsPerMillisecond; };
  return {column, ms(low), ms(*middle), ms(high)};
}

}  // namespace

std::vector<SampleColumn> columns_of(const SampleStrip& strip, double end_s, int columns) {
  std::vector<SampleColumn> found;
  std::vector<std::uint64_t> samples;
  int current = -1;
  const auto finish = [&] {
    if (!samples.empty()) found.push_back(summary(current, samples));
    samples.clear();
  };
  for (const SampleStretch& stretch : strip.stretches) {
    const double share = end_s > 0 ? stretch.begin_s / end_s : 0;
    const int column =
        std::clamp(static_cast<int>(std::floor(share * columns)), std::max(0, current), columns - 1);
    if (column != current) finish();
    current = column;
    samples.insert(samples.end(), stretch.durations_ns->begin(), stretch.durations_ns->end());
  }
  finish();
  return found;
}

}  // namespace bakeoff::report
