#include "judge/stats/multinomial.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <vector>

namespace bakeoff::judge {
namespace {

constexpr double kMostPartitions = 1e6;
constexpr double kSameProbability = 1e-9;  ///< in the logarithm: equal but for rounding

double log_factorial(double n) {
  return std::lgamma(n + 1);
}

/// How many partitions `total` has into at most `cells` parts.
double partitions(std::uint32_t total, std::size_t cells) {
  std::vector<double> ways(total + 1, 0.0);
  ways[0] = 1;
  for (std::size_t part = 1; part <= cells; ++part) {
    for (std::size_t n = part; n <= total; ++n) ways[n] += ways[n - part];
  }
  return ways[total];
}

/// All outcomes, one partition at a time: outcomes that differ only in which cell is which are equally
/// likely, so each partition stands for all its arrangements.
class Outcomes {
 public:
  Outcomes(std::uint32_t total, std::size_t cells, double observed)
      : cells_(cells), observed_(observed), log_all_(log_probability_of_any(total)) {
    split(total, total, cells, log_factorial(static_cast<double>(cells)), 0, 0);
  }

  /// The probability of those no more likely than `observed`, the sum of log x! over its cells.
  [[nodiscard]] double no_more_likely() const { return std::min(1.0, sum_); }

 private:
  [[nodiscard]] double log_probability_of_any(std::uint32_t total) const {
    return log_factorial(total) - total * std::log(static_cast<double>(cells_));
  }

  /// Gives cells their counts in descending order. `arrangements`: log of (cells! / product of the
  /// factorials of how often each count came, as far as it is final); `run`: cells with count `most` so far.
  /// Each count is at least the mean of the rest, so that the cells suffice.
  void split(std::uint32_t rest, std::uint32_t most, std::size_t cells, double arrangements,
             double factorials, std::size_t run) {
    if (rest == 0) {
      // The cells that get nothing are one more run.
      const double ways =
          arrangements - log_factorial(static_cast<double>(run)) - log_factorial(static_cast<double>(cells));
      if (factorials >= observed_ - kSameProbability) {
        sum_ += std::exp(log_all_ + ways - factorials);
      }
      return;
    }
    const std::uint32_t least = static_cast<std::uint32_t>((rest + cells - 1) / cells);
    for (std::uint32_t count = std::min(most, rest); count >= least; --count) {
      const bool same = count == most;
      const double closed = same ? 0 : log_factorial(static_cast<double>(run));
      split(rest - count, count, cells - 1, arrangements - closed, factorials + log_factorial(count),
            same ? run + 1 : 1);
    }
  }

  std::size_t cells_;
  double observed_;
  double log_all_;
  double sum_ = 0;
};

double chi_square_p(std::span<const std::uint32_t> counts, double total) {
  const double expected = total / static_cast<double>(counts.size());
  double statistic = 0;
  for (const std::uint32_t count : counts) statistic += (count - expected) * (count - expected) / expected;
  const boost::math::chi_squared_distribution<double> law(static_cast<double>(counts.size() - 1));
  return boost::math::cdf(boost::math::complement(law, statistic));
}

}  // namespace

double uniform_multinomial_p(std::span<const std::uint32_t> counts) {
  std::uint32_t total = 0;
  double observed = 0;
  for (const std::uint32_t count : counts) {
    total += count;
    observed += log_factorial(count);
  }
  if (total == 0 || counts.size() < 2) return 1;
  if (partitions(total, counts.size()) > kMostPartitions) return chi_square_p(counts, total);
  return Outcomes(total, counts.size(), observed).no_more_likely();
}

}  // namespace bakeoff::judge
