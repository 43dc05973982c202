#pragma once

#include "base/error.h"
#include "cli/program.h"
#include "measure/conductor/signal_watch.h"
#include "measure/host/cpu_set.h"

namespace bakeoff::cli {

/// What every command that starts workers has: their program, the processors it may use, and an ear for
/// Ctrl-C.
struct Workplace {
  Program program;
  measure::CpuSet cpus;
  measure::SignalWatch signals;
};

/// kInternal if the installation is not whole or the system refuses.
Result<Workplace> open_workplace();

}  // namespace bakeoff::cli
