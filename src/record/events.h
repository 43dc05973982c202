#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/units.h"
#include "record/status.h"

/// A race is the list of its events in the order they happened. The conductor emits them, the store keeps
/// them, the judge decides from them alone: the same events give the same verdict, byte for byte, without a
/// clock.
namespace bakeoff {

/// The place of a candidate in the cell's list.
using CandidateIndex = std::uint32_t;

/// Memory of a worker process, resident and anonymous, our own buffers subtracted.
struct MemoryUse {
  Bytes load;     ///< most while the model was loaded
  Bytes compile;  ///< most until the end of the first inference, which compiles in some runtimes
  Bytes peak;     ///< most in the whole life of the process so far
  bool operator==(const MemoryUse&) const = default;
};

/// What a worker told of itself once it was loaded and warm.
struct WorkerFacts {
  Nanoseconds load{0};  ///< from the adapter's load call, model file in the page cache
  Nanoseconds first_inference{0};
  std::uint32_t warmup_inferences = 0;
  bool steady = true;  ///< false: warm-up ended by its limit, "no steady state"
  MemoryUse memory;
  std::optional<std::string> executed_precision;  ///< as the runtime tells; empty: not probed
  std::vector<std::pair<std::string, std::string>>
      notes;  ///< further facts by name, as the adapter gives them
  bool operator==(const WorkerFacts&) const = default;
};

/// The output check, once for each candidate before anything is timed. Status right: it takes part in the
/// race.
struct CandidateChecked {
  CandidateIndex candidate = 0;
  Outcome outcome;
  std::optional<double> relative_error;  ///< against the reference named beside it
  std::string reference = "none";        ///< fp64, data, consensus, scripted or none
  std::string remark = "";               ///< what is right only in a sense, in words
  bool operator==(const CandidateChecked&) const = default;
};

/// Fresh workers are about to be started in this order. (seed, attempt, epoch) is the key of all its dice.
struct EpochBegun {
  std::uint32_t attempt = 1;
  std::uint32_t epoch = 1;
  std::vector<CandidateIndex> order;
  bool together = true;  ///< false: not all fit in memory, each is started for its own slot
  bool operator==(const EpochBegun&) const = default;
};

/// One worker of the running epoch is loaded, checked, warm and frozen.
struct WorkerStarted {
  CandidateIndex candidate = 0;
  WorkerFacts facts;
  bool operator==(const WorkerStarted&) const = default;
};

/// A fault in the running epoch: the candidate leaves the race at once.
struct CandidateLeft {
  CandidateIndex candidate = 0;
  Outcome outcome;
  bool operator==(const CandidateLeft&) const = default;
};

/// A round is about to run: every survivor once, in this order. Rounds count from 1 within an epoch, voids
/// included.
struct RoundBegun {
  std::uint32_t round = 1;
  std::vector<CandidateIndex> order;
  bool operator==(const RoundBegun&) const = default;
};

/// One timed stretch of one candidate, whole.
struct SlotTimed {
  std::uint32_t round = 1;
  CandidateIndex candidate = 0;
  Nanoseconds begin{0};    ///< CLOCK_MONOTONIC at its start
  Nanoseconds untimed{0};  ///< the inference that refilled the caches; never part of the value
  std::vector<std::uint64_t> durations_ns;  ///< every timed inference, in order; at most 65,536
  Nanoseconds cpu{0};          ///< CPU time of the worker, all threads, while the timed inferences ran
  Nanoseconds foreign_cpu{0};  ///< CPU time of other processes on the CPU set meanwhile, in ticks of 10 ms
  bool operator==(const SlotTimed&) const = default;
};

/// What disturbed a window from outside; none: it counts.
enum class Disturbance { kNone, kFrozenWorkerRan, kForeignLoad, kSteal, kSuspended };

/// Rounds that were looked at together, because /proc/stat is too coarse for one (METHOD.md, 4).
struct WindowJudged {
  std::uint32_t first_round = 1;
  std::uint32_t last_round = 1;
  Disturbance disturbance = Disturbance::kNone;
  double foreign_share = 0;  ///< other processes' CPU time / (wall x CPUs)
  double steal_share = 0;
  Nanoseconds frozen_cpu{0};              ///< most that any frozen worker used
  std::optional<CandidateIndex> charged;  ///< in whose slot most foreign CPU time fell; set if disturbed
  bool operator==(const WindowJudged&) const = default;
};

enum class EpochEnd {
  kComplete,
  kCut,  ///< by the budget, an interruption or a crash of bakeoff: gives no sign, never repeated
};

struct EpochEnded {
  EpochEnd end = EpochEnd::kComplete;
  bool operator==(const EpochEnded&) const = default;
};

/// Why a try at a race stopped. A later event may continue it.
enum class StopCause { kDecided, kBudget, kInterrupted };

struct RaceStopped {
  StopCause cause = StopCause::kDecided;
  Nanoseconds elapsed{0};  ///< from the first worker's start, suspension excluded
  bool operator==(const RaceStopped&) const = default;
};

using Event = std::variant<CandidateChecked, EpochBegun, WorkerStarted, CandidateLeft, RoundBegun, SlotTimed,
                           WindowJudged, EpochEnded, RaceStopped>;

std::string_view to_string(Disturbance disturbance);
std::string_view to_string(EpochEnd end);
std::string_view to_string(StopCause cause);
std::optional<Disturbance> disturbance_from(std::string_view word);
std::optional<EpochEnd> epoch_end_from(std::string_view word);
std::optional<StopCause> stop_cause_from(std::string_view word);

}  // namespace bakeoff
