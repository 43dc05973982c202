#pragma once

#include <cstdint>

#include "record/result.h"

namespace bakeoff::judge {

/// P(X <= successes) of a binomial with `trials` and probability `p` of each, successes <= trials.
double binomial_cdf(std::uint64_t trials, double p, std::uint64_t successes);

/// The exact interval of Clopper and Pearson (Biometrika 26, 1934) for the share of successes: either side
/// misses the true share with probability at most alpha/2. Unbounded without trials.
Interval share_interval(std::uint64_t trials, std::uint64_t successes, double alpha);

}  // namespace bakeoff::judge
