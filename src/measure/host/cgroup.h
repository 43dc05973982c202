#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"

/// Limits of the control groups that this process is in (cgroups(7), Documentation/admin-guide/cgroup-v2).
namespace bakeoff::measure {

enum class CgroupVersion { kNone, kV1, kV2, kHybrid };

/// "none", "v1", "v2", "hybrid".
std::string_view to_string(CgroupVersion version);

/// The groups that rule one controller: innermost first, up to the mount point. `unified`: files of v2.
struct CgroupChain {
  std::vector<std::filesystem::path> folders;
  bool unified = false;
};

CgroupVersion cgroup_version(const std::filesystem::path& root);

/// The chain of "memory", "cpu", ...; no folders where no hierarchy has that controller.
CgroupChain cgroup_chain(std::string_view controller, const std::filesystem::path& root);

/// CPUs' worth of time that the tightest group allows: quota / period. Empty: no quota.
std::optional<double> cgroup_cpu_quota(const std::filesystem::path& root);

/// The smallest memory limit of any group around us. Empty: none.
std::optional<Bytes> cgroup_memory_limit(const std::filesystem::path& root);

/// The least that any group still allows: limit - usage, where file pages that nobody has used of late do not
/// count as usage, because the kernel drops them first. Empty: no limit.
std::optional<Bytes> cgroup_memory_left(const std::filesystem::path& root);

/// How often this group was held back by its CPU quota (nr_throttled). Empty: not told.
std::optional<std::uint64_t> cgroup_cpu_throttled(const std::filesystem::path& root);

}  // namespace bakeoff::measure
