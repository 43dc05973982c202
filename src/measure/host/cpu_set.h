#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace bakeoff::measure {

/// The processors a measurement may use, and what they are made of.
struct CpuSet {
  std::vector<int> cpus;   ///< logical processors, sorted
  int physical_cores = 1;  ///< distinct cores among them: the default thread budget
};

/// What this process may run on: its affinity, which already reflects cpuset cgroups. Cores counted by hwloc.
Result<CpuSet> allowed_cpus();

/// "0-3,8" as the kernel writes it.
std::string to_string(const CpuSet& set);

}  // namespace bakeoff::measure
