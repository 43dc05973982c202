#pragma once

#include <cstdint>
#include <vector>

#include "record/events.h"
#include "record/result.h"

namespace bakeoff::calibration {

/// One kind of race to be run through events, in trouble.
struct TroubledSetting {
  std::vector<double> log_costs;
  Evidence evidence = Evidence::kProcess;
  double epsilon = 0;    ///< 0: no ties, the hardest case for winners
  int most_steps = 150;  ///< of the conductor: some 20 epochs, or 100 rounds as evidence
};

/// What happened to some races, so that a test can see that it happened.
struct Troubles {
  std::uint64_t voids = 0;
  std::uint64_t crashes = 0;
  std::uint64_t cuts = 0;
  std::uint64_t kills = 0;
};

struct TroubledRace {
  Rules rules;
  std::vector<Event> events;
  CellResult result;
};

/// A race through events, on the shared machine, with fresh processes of different speed each epoch: bursts
/// from outside that slow one slot, most of them seen and made void; epochs cut, the race interrupted and
/// bakeoff killed at random places, and the race continued from its events; with more than two candidates the
/// last one crashes at a random place.
TroubledRace troubled_race(const TroubledSetting& setting, std::uint64_t seed, Troubles& met);

}  // namespace bakeoff::calibration
