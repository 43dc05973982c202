#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>

#include "base/error.h"
#include "base/units.h"

namespace bakeoff::measure {

/// What new processes may still take: MemAvailable, or less where a cgroup (v1, v2 or hybrid) allows less.
Result<Bytes> available_memory(const std::filesystem::path& root = "/");

/// Resident memory of one process, less what is shared (RssShmem): our input, output and stamp regions do not
/// count.
struct ProcessMemory {
  Bytes now;
  Bytes peak;  ///< VmHWM less RssShmem, since the last reset_peak
};

Result<ProcessMemory> process_memory(pid_t process, const std::filesystem::path& root = "/");

/// Starts a new peak (writes 5 to clear_refs); false where the kernel does not allow it.
bool reset_peak_memory(pid_t process, const std::filesystem::path& root = "/");

/// How often the kernel has killed for memory since boot (oom_kill of /proc/vmstat).
Result<std::uint64_t> kernel_oom_kills(const std::filesystem::path& root = "/");

}  // namespace bakeoff::measure
