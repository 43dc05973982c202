#pragma once

#include <string>

#include "base/error.h"
#include "judge/race/race.h"
#include "measure/conductor/race_job.h"
#include "measure/conductor/signal_watch.h"
#include "record/events.h"

namespace bakeoff::measure {

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
