#pragma once

#include <cstdint>
#include <vector>

#include "record/cell.h"
#include "record/events.h"

namespace bakeoff::judge {

/// What the judge keeps of one slot.
struct SlotSummary {
  double latency_ns = 0;   ///< median of the timed inferences
  double items_per_s = 0;  ///< batch x inferences / the time they took together
  std::vector<std::uint64_t> sorted_ns;
  std::uint64_t total_ns = 0;
  Nanoseconds cpu{0};
};

/// `slot` has one timed inference or more; times of 0 ns count as 1 ns, the clock's resolution.
SlotSummary summarize(const SlotTimed& slot, int batch);

/// What the slot cost in the race: ln of its latency, or -ln of its throughput.
double cost(const SlotSummary& slot, Metric metric);

}  // namespace bakeoff::judge
