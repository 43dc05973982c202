#include "report/figure/scale.h"

#include <algorithm>
#include <cmath>

namespace bakeoff::report {
namespace {

constexpr double kAir = 0.04;  // of the domain, at each end

std::vector<double> linear_ticks(double low, double high, int about) {
  const double rough = (high - low) / about;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double digit = rough / power;  // to the nearest of 1, 2, 5 and 10, by ratio
  const double step = power * (digit < 1.414 ? 1 : digit < 3.162 ? 2 : digit < 7.071 ? 5 : 10);
  std::vector<double> ticks;
  for (double k = std::ceil(low / step); k * step <= high * (1 + 1e-12); ++k) ticks.push_back(k * step);
  return ticks;
}

// Powers of ten, with 2 and 5 between them (or 3) as far as there is room.
std::vector<double> log_ticks(double low, double high, int about) {
  std::vector<double> ticks;
  const double decades = std::log10(high / low);
  const int every = std::max(1, static_cast<int>(std::ceil(decades / about)));
  const std::vector<double> between = decades * 3 <= about + 1 ? std::vector<double>{1, 2, 5}
                                      : decades * 2 <= about   ? std::vector<double>{1, 3}
                                                               : std::vector<double>{1};
  for (int power = static_cast<int>(std::floor(std::log10(low))); std::pow(10, power) <= high; ++power) {
    if (power % every != 0) continue;
    for (const double digit : between) {
      const double tick = digit * std::pow(10, power);
      if (tick >= low && tick <= high) ticks.push_back(tick);
    }
  }
  return ticks;
}

}  // namespace

Scale::Scale(Kind kind, double low, double high, double begin, double end)
    : kind_(kind), low_(low), high_(high), begin_(begin), end_(end) {}

double Scale::at(double value) const {
  const double inside = std::clamp(value, low_, high_);
  const double share = kind_ == Kind::kLinear ? (inside - low_) / (high_ - low_)
                                              : std::log(inside / low_) / std::log(high_ / low_);
  return begin_ + share * (end_ - begin_);
}

std::vector<double> Scale::ticks(int about) const {
  if (kind_ == Kind::kLinear) return linear_ticks(low_, high_, about);
  std::vector<double> ticks = log_ticks(low_, high_, about);
  return ticks.size() < 2 ? linear_ticks(low_, high_, about) : ticks;
}

Scale scale_for(const std::vector<double>& values, double begin, double end, double log_from) {
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return {Scale::Kind::kLinear, 0, 1, begin, end};
  if (low > 0 && high / low > log_from) {
    const double air = std::pow(high / low, kAir);
    return {Scale::Kind::kLog, low / air, high * air, begin, end};
  }
  const double air = high > low ? (high - low) * kAir : std::max(std::abs(low) * kAir, 1e-9);
  return {Scale::Kind::kLinear, low >= 0 ? std::max(0.0, low - air) : low - air, high + air, begin, end};
}

}  // namespace bakeoff::report
