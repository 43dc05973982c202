#pragma once

#include <span>
#include <vector>

namespace bakeoff::judge {

/// The median; of an even number, the mean of the middle two. Not empty. Exactly antisymmetric:
/// median(-x) == -median(x).
double median(std::vector<double> values);

/// Which side of `shift` a value lies on: +1 above, -1 below, 0 exactly on it (a tie: dropped and counted).
int sign_against(double value, double shift);

/// The sign of one unit of evidence: of the median of its log ratios against `shift` (METHOD.md, 3).
int median_sign(std::span<const double> log_ratios, double shift);

}  // namespace bakeoff::judge
