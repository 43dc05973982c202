#pragma once

#include <cstdint>
#include <vector>

#include "record/events.h"

namespace bakeoff::judge {

/// The key of one throw of the dice; round 0 is the order in which an epoch's workers start. No key is used
/// twice in a study file's cell, so that no order is ever known before it is drawn.
struct DiceKey {
  std::uint64_t seed = 0;
  std::uint32_t attempt = 1;
  std::uint32_t epoch = 1;
  std::uint32_t round = 0;
};

/// A uniformly random order of the survivors, the same for the same key and survivors.
std::vector<CandidateIndex> random_order(const DiceKey& key, std::vector<CandidateIndex> survivors);

}  // namespace bakeoff::judge
