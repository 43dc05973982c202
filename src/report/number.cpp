#include "report/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/units.h"

namespace bakeoff::report {
namespace {

constexpr double kTimesFrom = 2;  // "140 % faster" is harder to picture than "2.4 times"

std::string times(double ratio) {
  return fmt::format("{:.{}f}", ratio, ratio < 10 ? 1 : 0);
}

std::string side_text(double ratio, double bound) {
  return ratio < kTimesFrom ? measured_percent(bound - 1) : times(bound);
}

}  // namespace

int decimals_for(double smallest, double resolution) {
  constexpr int kMost = 6;
  if (!std::isfinite(smallest) || smallest <= 0) return 0;
  return std::clamp(static_cast<int>(std::ceil(-std::log10(smallest * resolution))), 0, kMost);
}

std::string fixed(double value, int decimals) {
  return fmt::format("{:.{}f}", value, decimals);
}

std::string three_digits(double value) {
  const double size = std::abs(value);
  return fixed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

std::string chosen_percent(double share) {
  return chosen_number(share * 100) + " %";
}

std::string chosen_number(double value) {
  return fmt::format("{:.6g}", value);
}

std::string measured_percent(double share) {
  const double percent = share * 100;
  const double size = std::abs(percent);
  const int decimals = size >= 9.95 ? 0 : size >= 0.095 || size < 0.005 ? 1 : 2;
  // Adding zero turns "-0.0" into "0.0".
  const double rounded = std::round(percent * std::pow(10, decimals)) / std::pow(10, decimals) + 0.0;
  return fmt::format("{:.{}f} %", rounded, decimals);
}

std::string percent_at_most(double share) {
  const double percent = share * 100;
  const int decimals = percent >= 9.95 ? 0 : 1;
  const double scale = std::pow(10, decimals);
  constexpr double kExact = 1e-6;  // 3.9 % stays 3.9 % although 0.039 * 100 is a little more
  return fmt::format("{:.{}f} %", std::max(0.0, std::ceil(percent * scale - kExact)) / scale, decimals);
}

std::string gap_text(double ratio) {
  return ratio < kTimesFrom ? measured_percent(ratio - 1) : times(ratio) + " times";
}

std::string gap_interval_text(double ratio, const Interval& interval) {
  const std::string unit = ratio < kTimesFrom ? "" : " times";
  if (interval.low && interval.high) {
    return side_text(ratio, *interval.low) + " to " + side_text(ratio, *interval.high) + unit;
  }
  if (interval.low) return "at least " + side_text(ratio, *interval.low) + unit;
  if (interval.high) return "at most " + side_text(ratio, *interval.high) + unit;
  return {};
}

std::string duration_text(Nanoseconds duration) {
  const double seconds = to_seconds(duration);
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const long long whole = std::llround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) {
    return whole % 60 == 0 ? fmt::format("{} min", whole / 60)
                           : fmt::format("{} min {} s", whole / 60, whole % 60);
  }
  const long long minutes = std::llround(seconds / 60);
  return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60)
                           : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace bakeoff::report
