#include "judge/stats/binomial.h"

#include <boost/math/distributions/binomial.hpp>

namespace bakeoff::judge {

double binomial_cdf(std::uint64_t trials, double p, std::uint64_t successes) {
  const boost::math::binomial_distribution<double> law(static_cast<double>(trials), p);
  return boost::math::cdf(law, static_cast<double>(successes));
}

Interval share_interval(std::uint64_t trials, std::uint64_t successes, double alpha) {
  using Law = boost::math::binomial_distribution<double>;
  if (trials == 0) return {};
  const auto n = static_cast<double>(trials);
  const auto k = static_cast<double>(successes);
  return {.low = Law::find_lower_bound_on_p(n, k, alpha / 2),
          .high = Law::find_upper_bound_on_p(n, k, alpha / 2)};
}

}  // namespace bakeoff::judge
