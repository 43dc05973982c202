#pragma once

#include <cstdint>
#include <vector>

#include "judge/race/slot_summary.h"
#include "judge/stats/sample_counts.h"
#include "record/result.h"

namespace bakeoff::judge {

/// One candidate's own figures, never its rivals'.
class Tally {
 public:
  /// A slot of a round that counts.
  void add_slot(const SlotSummary& slot);

  /// One unit of its own: the slots of the unit's rounds, at least one.
  void add_unit(const std::vector<const SlotSummary*>& slots);

  /// One of its workers was loaded and warm.
  void add_worker(const WorkerFacts& facts);

  [[nodiscard]] std::uint32_t units() const { return static_cast<std::uint32_t>(latencies_ns_.size()); }

  /// Whether its own interval lies within +- epsilon/2 of its median (races of a single candidate).
  [[nodiscard]] bool precise(const Rules& rules, Metric metric) const;

  /// Writes its figures; leaves outcome, survivor and the output check's fields alone.
  void tell(CandidateResult& result, double alpha) const;

 private:
  std::vector<double> latencies_ns_;  ///< one a unit
  std::vector<double> items_per_s_;   ///< one a unit
  SampleCounts samples_;
  std::uint64_t wall_ns_ = 0;
  Nanoseconds cpu_{0};
  std::vector<WorkerFacts> workers_;
};

}  // namespace bakeoff::judge
