#pragma once

#include "base/units.h"
#include "measure/conductor/race_time.h"
#include "measure/conductor/signal_watch.h"

namespace bakeoff::measure {

/// What every wait for a worker has to keep an eye on besides the worker's answer.
struct Supervision {
  SignalWatch* signals = nullptr;
  RaceTime* time = nullptr;
  Nanoseconds budget{0};        ///< of the race, in race time
  Bytes memory_limit;           ///< resident, per worker
  Bytes log_limit{16U << 20U};  ///< of a worker's stdout and stderr together
  bool suspended = false;  ///< set when a person suspended us; the conductor voids the window and clears it
};

}  // namespace bakeoff::measure
