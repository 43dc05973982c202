#pragma once

#include <cstddef>
#include <cstdint>

#include "record/result.h"

namespace bakeoff::calibration {

/// What happened to some races, so that a test can see that it happened.
struct Troubles {
  std::uint64_t voids = 0;
  std::uint64_t crashes = 0;
  std::uint64_t cuts = 0;
};

/// A race of equal candidates through events, on the shared machine: bursts from outside that slow one slot,
/// most of them seen and made void; epochs cut and the race interrupted at random places and continued from
/// its events; with more than two candidates the last one crashes at a random place.
CellResult troubled_race(std::uint64_t seed, std::size_t candidates, Evidence evidence, Troubles& met);

}  // namespace bakeoff::calibration
