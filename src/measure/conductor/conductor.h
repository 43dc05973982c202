#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "judge/race/race.h"
#include "measure/conductor/signal_watch.h"
#include "measure/host/cpu_set.h"
#include "model/prepare/form.h"
#include "model/prepare/prepared.h"
#include "record/cell.h"
#include "record/events.h"

namespace bakeoff::measure {

/// One candidate with all that its worker is told.
struct Contender {
  Candidate candidate;
  std::filesystem::path adapter;          ///< the adapter's shared library
  std::filesystem::path library_dir;      ///< for the adapter's open(); empty for null and fake
  std::string form = "onnx";              ///< of its model
  std::optional<model::ModelForm> model;  ///< what it is given; empty: the prepared model as it is
  bool scripted = false;  ///< null and fake: held against their own scripted outputs, not the others'
};

/// What one race needs; all of it prepared before.
struct RaceJob {
  Cell cell;
  Rules rules;
  std::vector<Contender> contenders;
  model::PreparedModel model;
  CpuSet cpus;
  std::filesystem::path worker;  ///< the worker program
  /// The longest a worker may take to load, for its first inference, to warm up, or for a slot beyond the
  /// slot's own time; 0: a third of the budget, at least 5 s.
  Nanoseconds patience{0};
  Bytes memory_limit{0};  ///< a worker past it is over-limit; 0: 80 % of what is available at the start

  /// What each contender is given, in their order.
  [[nodiscard]] std::vector<model::ModelForm> forms() const;
};

/// What the conductor is doing, for a progress line; said between slots only.
struct Progress {
  enum class Phase { kChecking, kStarting, kRacing };
  Phase phase = Phase::kChecking;
  std::string candidate;  ///< whose turn it is, when starting or checking
  Nanoseconds elapsed{0};
  Nanoseconds budget{0};
};

/// Where events go. A failure to keep one (disk full) ends the race: nothing may be measured that is not
/// kept.
class RaceObserver {
 public:
  virtual ~RaceObserver() = default;
  virtual Result<void> keep(const Event& event) = 0;
  virtual void progress(const Progress& progress, const judge::Race& race) = 0;
};

/// Runs `race` until it is decided, the budget is spent or a person interrupts (SIGINT, SIGTERM, SIGHUP). The
/// last event is always a RaceStopped; kInterrupted says that the study should end. Every worker is gone on
/// return.
Result<StopCause> conduct(const RaceJob& job, judge::Race& race, RaceObserver& observer,
                          SignalWatch& signals);

}  // namespace bakeoff::measure
