#pragma once

#include <cstdint>
#include <span>

namespace bakeoff::judge {

/// p of the exact multinomial test of "every cell is equally likely": the probability of all outcomes with
/// as many counts that are no more likely than these. 1 without counts or with a single cell. Where the
/// outcomes are past counting (more than some 10^6 partitions, at which every cell expects 3 or more)
/// Pearson's chi-square instead.
double uniform_multinomial_p(std::span<const std::uint32_t> counts);

}  // namespace bakeoff::judge
