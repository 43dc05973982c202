#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "measure/host/cpu_set.h"

namespace bakeoff::measure {

/// How a worker is started. The descriptors stay the caller's; the worker gets copies under the numbers of
/// protocol.h.
struct SpawnPlan {
  std::filesystem::path worker;
  CpuSet cpus;
  Bytes data_limit;  ///< of private writable memory; 0: none
  int channel = -1;
  int inputs = -1;
  int outputs = -1;
  int stamps = -1;
  int log = -1;  ///< stdout and stderr
};

/// Starts a worker in a process group of its own, on the CPU set, with the whitelisted environment, no core
/// dumps, first in line for the kernel's memory killer, and dying with us. Says what failed if the program
/// cannot be run.
Result<pid_t> spawn_worker(const SpawnPlan& plan);

/// The environment every worker gets, "NAME=VALUE": what finding libraries and speaking a language needs, and
/// nothing that configures a runtime behind our back (OMP_NUM_THREADS and its like). Recorded with the study.
std::vector<std::string> worker_environment();

}  // namespace bakeoff::measure
