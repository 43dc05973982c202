#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/race/standing.h"
#include "record/result.h"

/// What can be said of a race beyond its verdict, all of it read off the same units of evidence.
namespace bakeoff::judge {

/// The survivors, best first: by the sum of their median log ratios against the other survivors, which are
/// paired and so free of drift; equal ones by their place. Empty without units.
std::vector<CandidateIndex> ranked_survivors(const Standing& standing);

/// The rival nearest to `winner` by median log ratio, of those that raced at least one unit with it; one
/// lost to a fault only where there is no other.
std::optional<CandidateIndex> nearest_rival(const Standing& standing, CandidateIndex winner);

/// Size, interval and evidence of a pair, named so that ratio >= 1; empty without units. Size and interval
/// come from the untied units.
std::optional<PairResult> pair_result(const Standing& standing, CandidateIndex a, CandidateIndex b);

/// The survivors among themselves, and `leader` against all that have left: nothing is said of how those who
/// left compare with one another.
std::vector<PairResult> pair_results(const Standing& standing, std::optional<CandidateIndex> leader);

/// The smallest epsilon >= 0 at which these units would be a tie of the survivors (E is monotone in epsilon,
/// which may therefore be chosen after the data); empty with fewer than two survivors or too few units.
std::optional<double> tie_epsilon(const Standing& standing);

/// About how many more units would bring a verdict, if signs go on to fall as they have: each pair's share of
/// wins is taken as (wins + 1/2) / (signs + 1), its evidence projected as E(w + share N, l + (1 - share) N),
/// and N is the smaller of what eliminates every survivor but `leader` and of what makes a tie at the race's
/// epsilon. An estimate, not a bound: a share that lies near 1/2 may change its side. Empty without units,
/// with fewer than two survivors, or past 100,000.
std::optional<std::uint32_t> units_to_settle(const Standing& standing, CandidateIndex leader);

}  // namespace bakeoff::judge
