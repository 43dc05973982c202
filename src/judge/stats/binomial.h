#pragma once

#include <cstdint>

namespace bakeoff::judge {

/// P(X <= successes) of a binomial with `trials` and probability `p` of each; 0 below 0 successes.
double binomial_cdf(std::uint64_t trials, double p, std::int64_t successes);

}  // namespace bakeoff::judge
