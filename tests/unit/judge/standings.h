#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "judge/race/standing.h"

/// Standings made by hand, unit by unit.
namespace bakeoff::judge {

/// 0, 1, ... n - 1.
std::vector<CandidateIndex> first(std::size_t n);

/// Of n entrants at alpha .05.
Standing standing_of(std::size_t n, double epsilon = 0.02);

/// One unit of one round, in which each candidate cost so much.
void add(Standing& standing, const std::vector<double>& costs);

/// Random log times in 1/1024, as the vectors have them; coarse, so that exact ties come up.
std::vector<std::vector<RoundCosts>> random_epochs(std::uint64_t seed, std::size_t candidates,
                                                   std::size_t epochs, std::size_t rounds);

}  // namespace bakeoff::judge
