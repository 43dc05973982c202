#pragma once

#include <sys/types.h>

#include <filesystem>

#include "base/clock.h"
#include "base/error.h"
#include "measure/host/cpu_set.h"

namespace bakeoff::measure {

/// CPU time of a machine's processors since boot, summed over a set, in ticks of 10 ms (/proc/stat).
struct CpuTimes {
  Nanoseconds busy{0};   ///< user + nice + system + irq + softirq: all processes, ours included
  Nanoseconds steal{0};  ///< taken by the hypervisor for other guests
};

Result<CpuTimes> read_cpu_times(const CpuSet& set, const std::filesystem::path& root = "/");

/// CPU time that a process has used, all its threads, exact to the nanosecond (clock_getcpuclockid); zero
/// once it is gone.
Nanoseconds process_cpu_time(pid_t process);

}  // namespace bakeoff::measure
