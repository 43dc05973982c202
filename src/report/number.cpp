#include "report/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/units.h"

namespace bakeoff::report {
namespace {

constexpr double kTimesFrom = 2;  // "140 % faster" is harder to picture than "2.4 times"

bool told_in_times(double ratio) {
  return ratio >= kTimesFrom;
}

// Decimals of a share in percent: two digits where it is small, else what a reader can picture.
int percent_decimals(double percent) {
  const double size = std::abs(percent);
  return size >= 9.95 ? 0 : size >= 0.095 || size < 0.005 ? 1 : 2;
}

std::string percent_text(double percent, int decimals) {
  // Adding zero turns "-0.0" into "0.0".
  const double rounded = std::round(percent * std::pow(10, decimals)) / std::pow(10, decimals) + 0.0;
  return fmt::format("{:.{}f} %", rounded, decimals);
}

// Decimals for a gap and the sides of its interval alike.
int gap_decimals(double ratio, const Interval& interval) {
  const double scale = told_in_times(ratio) ? 1 : 100;
  const int decimals = told_in_times(ratio) ? (ratio < 10 ? 1 : 0) : percent_decimals((ratio - 1) * 100);
  const bool bounded = interval.low && interval.high;
  const bool narrow = bounded && (*interval.high - *interval.low) * scale < 2 * std::pow(10, -decimals);
  return narrow ? decimals + 1 : decimals;
}

// A ratio in the words of the gap it belongs to, without the word "times".
std::string side_text(double gap, double ratio, int decimals) {
  return told_in_times(gap) ? fixed(ratio, decimals) : percent_text((ratio - 1) * 100, decimals);
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
  return percent_text(share * 100, percent_decimals(share * 100));
}

std::string percent_at_most(double share) {
  const double percent = share * 100;
  const int decimals = percent >= 9.95 ? 0 : 1;
  const double scale = std::pow(10, decimals);
  constexpr double kExact = 1e-6;  // 3.9 % stays 3.9 % although 0.039 * 100 is a little more
  return fmt::format("{:.{}f} %", std::max(0.0, std::ceil(percent * scale - kExact)) / scale, decimals);
}

std::string gap_text(double ratio, const Interval& interval) {
  return side_text(ratio, ratio, gap_decimals(ratio, interval)) + (told_in_times(ratio) ? " times" : "");
}

std::string gap_interval_text(double ratio, const Interval& interval) {
  const int decimals = gap_decimals(ratio, interval);
  const std::string unit = told_in_times(ratio) ? " times" : "";
  const auto side = [&](double bound) { return side_text(ratio, bound, decimals); };
  if (interval.low && interval.high) return side(*interval.low) + " to " + side(*interval.high) + unit;
  if (interval.low) return "at least " + side(*interval.low) + unit;
  if (interval.high) return "at most " + side(*interval.high) + unit;
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
