#pragma once

#include <cstddef>
#include <vector>

#include "record/result.h"

namespace bakeoff::judge {

/// r of METHOD.md, 8: [D_(r), D_(n+1-r)] of a pair's n untied log ratios is its interval, valid at every
/// stopping time; 1 + the most losses x with E(n-x, x) >= 2/alpha. 0: unbounded, too few units.
std::size_t interval_index(std::size_t units, double alpha);

/// That interval of a pair, still as log ratios, in any order, exact ties already dropped.
Interval pair_interval(std::vector<double> log_ratios, double alpha);

/// r of a candidate's own interval: the largest with P(Binomial(n, 1/2) < r) <= alpha/2, so that
/// [x_(r), x_(n+1-r)] covers the median at a fixed n. 0 (empty) below 6 units or where no r does.
std::size_t own_interval_index(std::size_t units, double alpha);

/// That interval of a candidate's own unit values, in any order.
Interval own_interval(std::vector<double> values, double alpha);

}  // namespace bakeoff::judge
