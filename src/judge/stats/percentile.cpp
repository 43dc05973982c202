#include "judge/stats/percentile.h"

#include <cassert>
#include <cmath>

#include "judge/stats/binomial.h"
#include "judge/stats/search.h"

namespace bakeoff::judge {
namespace {

constexpr double kMiss = 0.05;

/// The smallest k with P(Binomial(n, level) < k) >= 95 %: then at least so surely the k-th smallest lies at
/// or above the percentile.
std::uint64_t bound_rank(std::uint64_t n, double level) {
  return 1 + count_while(n, [&](std::uint64_t below) { return binomial_cdf(n, level, below) < 1 - kMiss; });
}

}  // namespace

std::uint64_t samples_needed(double level) {
  assert(level > 0 && level < 1);
  return static_cast<std::uint64_t>(std::ceil(std::log(kMiss) / std::log(level)));
}

std::optional<Percentile> percentile(const SampleCounts& samples, double level) {
  const std::uint64_t n = samples.size();
  if (n < samples_needed(level)) return std::nullopt;
  // The product is rounded up only where it is not a whole number by more than rounding: .9 x 30 is 27.
  // With 0 < level < 1 it lies between 1 and n.
  const auto k = static_cast<std::uint64_t>(std::ceil(level * static_cast<double>(n) * (1 - 1e-12)));
  return Percentile{.value = samples.nth(k), .bound = samples.nth(bound_rank(n, level)), .samples = n};
}

}  // namespace bakeoff::judge
