#include "judge/stats/order_interval.h"

#include <algorithm>

#include "judge/stats/binomial.h"
#include "judge/stats/evidence.h"

namespace bakeoff::judge {
namespace {

constexpr std::size_t kFewestOwnUnits = 6;

/// How many of 0, 1, 2, ... < bound hold, where all that hold come first.
template <typename Predicate>
std::size_t count_while(std::size_t bound, Predicate holds) {
  std::size_t low = 0;
  while (low < bound) {
    const std::size_t middle = low + (bound - low) / 2;
    if (holds(middle)) {
      low = middle + 1;
    } else {
      bound = middle;
    }
  }
  return low;
}

Interval order_statistics(std::vector<double> values, std::size_t index) {
  if (index == 0) return {};
  std::sort(values.begin(), values.end());
  return {.low = values[index - 1], .high = values[values.size() - index]};
}

}  // namespace

std::size_t interval_index(std::size_t units, double alpha) {
  const double threshold = elimination_threshold(alpha);
  return count_while(units / 2 + 1, [&](std::size_t losses) {
    return evidence(static_cast<double>(units - losses), static_cast<double>(losses)) >= threshold;
  });
}

Interval pair_interval(std::vector<double> log_ratios, double alpha) {
  const std::size_t index = interval_index(log_ratios.size(), alpha);
  return order_statistics(std::move(log_ratios), index);
}

std::size_t own_interval_index(std::size_t units, double alpha) {
  if (units < kFewestOwnUnits) return 0;
  return count_while(units / 2 + 1, [&](std::size_t below) {
    return binomial_cdf(units, 0.5, static_cast<std::int64_t>(below)) <= alpha / 2;
  });
}

Interval own_interval(std::vector<double> values, double alpha) {
  const std::size_t index = own_interval_index(values.size(), alpha);
  return order_statistics(std::move(values), index);
}

}  // namespace bakeoff::judge
