#pragma once

#include <cstddef>

namespace bakeoff::judge {

/// The evidence E(w, l) of METHOD.md, 5, for "wins are more likely than losses" after so many of each: a test
/// supermartingale under "not more likely", so that P(E ever >= 1/a) <= a (Ville). 1 without any signs;
/// saturates at the largest double. Counts need not be whole, which projections use.
double evidence(double wins, double losses);

/// The evidence at which a side leaves: 2 / alpha (METHOD.md, 6).
double elimination_threshold(double alpha);

/// The evidence that each ordered pair of survivors needs for a tie, `left` being all that have left the
/// race by elimination or fault: 2 (1 + left) / alpha (METHOD.md, 7).
double tie_threshold(double alpha, std::size_t left);

}  // namespace bakeoff::judge
