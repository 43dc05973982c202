#include "judge/stats/order_interval.h"

#include <algorithm>

#include "judge/stats/binomial.h"
#include "judge/stats/evidence.h"
#include "judge/stats/search.h"

namespace bakeoff::judge {
namespace {

constexpr std::size_t kFewestOwnUnits = 6;

Interval order_statistics(std::vector<double> values, std::size_t index) {
  if (index == 0) return {};
  std::sort(values.begin(), values.end());
  return {.low = values[index - 1], .high = values[values.size() - index]};
}

}  // namespace

std::size_t interval_index(std::size_t units, double alpha) {
  const double threshold = elimination_threshold(alpha);
  return count_while(units, [&](std::size_t losses) {
    return evidence(static_cast<double>(units - losses), static_cast<double>(losses)) >= threshold;
  });
}

Interval pair_interval(std::vector<double> log_ratios, double alpha) {
  const std::size_t index = interval_index(log_ratios.size(), alpha);
  return order_statistics(std::move(log_ratios), index);
}

std::size_t own_interval_index(std::size_t units, double alpha) {
  if (units < kFewestOwnUnits) return 0;
  return count_while(units, [&](std::size_t below) { return binomial_cdf(units, 0.5, below) <= alpha / 2; });
}

Interval own_interval(std::vector<double> values, double alpha) {
  const std::size_t index = own_interval_index(values.size(), alpha);
  return order_statistics(std::move(values), index);
}

}  // namespace bakeoff::judge
