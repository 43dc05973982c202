#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <bakeoff/adapter.h>

namespace bakeoff::measure {

/// The one clock of all measurements: CLOCK_MONOTONIC in nanoseconds, read through the vDSO (about 23 ns).
std::uint64_t monotonic_ns();

/// How long a slot lasts (METHOD.md, "The race", 1).
struct SlotPlan {
  std::uint64_t slot_ns = 0;
  std::size_t min_inferences = 5;  ///< unless the first inference alone is longer than the slot: then one
};

struct SlotSamples {
  bakeoff_status status = BAKEOFF_OK;
  std::size_t inferences = 0;  ///< timed ones that succeeded
  std::size_t next_set = 0;    ///< where the rotation of input sets goes on
};

/// Runs timed inferences back to back: call, clock, call, clock. stamps[0] is the start, stamps[i] the end of
/// inference i; the slot ends early when they are full. Nothing else happens between two inferences: no
/// allocation, system call, lock or branch on the measured values but the one that ends the slot.
SlotSamples run_slot(const bakeoff_adapter& adapter, bakeoff_context* context, const SlotPlan& plan,
                     std::size_t set_count, std::size_t first_set, std::span<std::uint64_t> stamps,
                     bakeoff_error& error);

}  // namespace bakeoff::measure
