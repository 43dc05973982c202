#include "judge/stats/median.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace bakeoff::judge {

double median(std::vector<double> values) {
  assert(!values.empty());
  const std::size_t half = values.size() / 2;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  const double below = *std::max_element(values.begin(), middle);
  return (below + *middle) / 2;
}

int sign_against(double value, double shift) {
  if (value > shift) return 1;
  return value < shift ? -1 : 0;
}

int median_sign(std::span<const double> log_ratios, double shift) {
  return sign_against(median({log_ratios.begin(), log_ratios.end()}), shift);
}

}  // namespace bakeoff::judge
