#include "measure/host/cgroup.h"

#include <algorithm>
#include <limits>

#include "measure/host/kernel_files.h"

namespace bakeoff::measure {
namespace {

using std::filesystem::path;

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

// One cgroup file system as /proc/self/mountinfo lists it.
struct Hierarchy {
  bool unified = false;
  std::string options;  // of the superblock: v1 names its controllers there
  path shown;           // which group of the hierarchy the mount point shows
  path mount_point;
};

bool lists(std::string_view commas, std::string_view word) {
  while (true) {
    const auto comma = commas.find(',');
    if (commas.substr(0, comma) == word) return true;
    if (comma == std::string_view::npos) return false;
    commas.remove_prefix(comma + 1);
  }
}

// The kernel writes space, tab, newline and backslash in paths as three octal digits (proc(5)).
std::string unescaped(std::string_view text) {
  const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && is_octal(text[i + 1]) && is_octal(text[i + 2]) &&
        is_octal(text[i + 3])) {
      const int code = (text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0');
      plain += static_cast<char>(code);
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

// "31 23 0:28 SHOWN MOUNT_POINT OPTIONS [more...] - TYPE SOURCE SUPER_OPTIONS"
std::vector<Hierarchy> hierarchies(const path& root) {
  std::vector<Hierarchy> found;
  const auto text = read_kernel_file(root / "proc/self/mountinfo");
  if (!text) return found;
  for (const std::string_view line : lines_of(*text)) {
    const auto words = words_of(line);
    const auto dash = std::find(words.begin(), words.end(), "-");
    if (dash - words.begin() < 6 || words.end() - dash < 4) continue;
    const std::string_view type = dash[1];
    if (type != "cgroup" && type != "cgroup2") continue;
    found.push_back({type == "cgroup2", std::string(dash[3]), unescaped(words[3]), unescaped(words[4])});
  }
  return found;
}

// Our group in a hierarchy, from the lines "ID:CONTROLLERS:PATH" of /proc/self/cgroup; v2 has no controllers
// there.
path own_group(std::string_view memberships, std::string_view controller) {
  for (const std::string_view line : lines_of(memberships)) {
    const auto first = line.find(':');
    const auto second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    if (controller.empty() ? controllers.empty() : lists(controllers, controller)) {
      return path(line.substr(second + 1));
    }
  }
  return "/";
}

// From our group up to the mount point. A group outside of what is mounted (a container that sees the host's
// path) can only be judged by the mount point itself.
std::vector<path> chain_of(const Hierarchy& hierarchy, const path& group, const path& root) {
  const path top = root / hierarchy.mount_point.relative_path();
  path below = group.lexically_relative(hierarchy.shown);
  if (below.empty() || *below.begin() == "..") below = ".";
  std::vector<path> folders;
  for (; !below.empty() && below != "."; below = below.parent_path()) folders.push_back(top / below);
  folders.push_back(top);
  return folders;
}

// A limit file: kUnlimited for "max", for none and for what is no number.
std::uint64_t limit_in(const path& file) {
  return read_kernel_number(file).value_or(kUnlimited);
}

std::uint64_t memory_limit_of(const path& folder, const CgroupChain& chain) {
  if (!chain.unified) return limit_in(folder / "memory.limit_in_bytes");
  // Past memory.high nobody is killed, but everybody is slowed down without limit: for a measurement the
  // same.
  return std::min(limit_in(folder / "memory.max"), limit_in(folder / "memory.high"));
}

std::uint64_t memory_used_in(const path& folder, const CgroupChain& chain) {
  const char* const usage_file = chain.unified ? "memory.current" : "memory.usage_in_bytes";
  const std::uint64_t usage = read_kernel_number(folder / usage_file).value_or(0);
  const std::string stat = read_kernel_file(folder / "memory.stat").value_or("");
  const auto inactive = field_of(stat, chain.unified ? "inactive_file" : "total_inactive_file");
  const std::uint64_t reclaimable = inactive ? number_from(*inactive).value_or(0) : 0;
  return usage - std::min(usage, reclaimable);
}

std::optional<double> cpu_quota_of(const path& folder, const CgroupChain& chain) {
  std::string quota;
  std::string period;
  if (chain.unified) {
    const std::string text = read_kernel_value(folder / "cpu.max").value_or("");
    const auto words = words_of(text);
    if (words.size() != 2) return std::nullopt;
    quota = words[0];
    period = words[1];
  } else {
    quota = read_kernel_value(folder / "cpu.cfs_quota_us").value_or("");
    period = read_kernel_value(folder / "cpu.cfs_period_us").value_or("");
  }
  const auto allowed = signed_number_from(quota);  // "max" and -1: none
  const auto per = signed_number_from(period);
  if (!allowed || !per || *allowed <= 0 || *per <= 0) return std::nullopt;
  return static_cast<double>(*allowed) / static_cast<double>(*per);
}

}  // namespace

std::string_view to_string(CgroupVersion version) {
  switch (version) {
    case CgroupVersion::kV1:
      return "v1";
    case CgroupVersion::kV2:
      return "v2";
    case CgroupVersion::kHybrid:
      return "hybrid";
    case CgroupVersion::kNone:
      break;
  }
  return "none";
}

CgroupVersion cgroup_version(const path& root) {
  bool v1 = false;
  bool v2 = false;
  for (const Hierarchy& hierarchy : hierarchies(root)) (hierarchy.unified ? v2 : v1) = true;
  if (v1 && v2) return CgroupVersion::kHybrid;
  if (v1) return CgroupVersion::kV1;
  return v2 ? CgroupVersion::kV2 : CgroupVersion::kNone;
}

CgroupChain cgroup_chain(std::string_view controller, const path& root) {
  const auto mounted = hierarchies(root);
  const std::string memberships = read_kernel_file(root / "proc/self/cgroup").value_or("");
  // A controller is in one hierarchy at a time, and in v1 only if it is mounted there: so v1 is asked first.
  for (const Hierarchy& hierarchy : mounted) {
    if (hierarchy.unified || !lists(hierarchy.options, controller)) continue;
    return {chain_of(hierarchy, own_group(memberships, controller), root), false};
  }
  for (const Hierarchy& hierarchy : mounted) {
    if (hierarchy.unified) return {chain_of(hierarchy, own_group(memberships, ""), root), true};
  }
  return {};
}

std::optional<double> cgroup_cpu_quota(const path& root) {
  const CgroupChain chain = cgroup_chain("cpu", root);
  std::optional<double> tightest;
  for (const path& folder : chain.folders) {
    const auto quota = cpu_quota_of(folder, chain);
    if (quota && (!tightest || *quota < *tightest)) tightest = quota;
  }
  return tightest;
}

std::optional<Bytes> cgroup_memory_limit(const path& root) {
  const CgroupChain chain = cgroup_chain("memory", root);
  std::uint64_t tightest = kUnlimited;
  for (const path& folder : chain.folders) tightest = std::min(tightest, memory_limit_of(folder, chain));
  // v1 writes "no limit" as the largest multiple of a page that fits in 63 bits: 4, 16 or 64 KiB less.
  if (tightest > (kUnlimited >> 1U) - (std::uint64_t{1} << 20U)) return std::nullopt;
  return Bytes{tightest};
}

std::optional<Bytes> cgroup_memory_left(const path& root) {
  const CgroupChain chain = cgroup_chain("memory", root);
  std::uint64_t least = kUnlimited;
  for (const path& folder : chain.folders) {
    const std::uint64_t limit = memory_limit_of(folder, chain);
    if (limit == kUnlimited) continue;
    least = std::min(least, limit - std::min(limit, memory_used_in(folder, chain)));
  }
  if (least == kUnlimited) return std::nullopt;
  return Bytes{least};
}

std::optional<std::uint64_t> cgroup_cpu_throttled(const path& root) {
  const CgroupChain chain = cgroup_chain("cpu", root);
  std::optional<std::uint64_t> most;
  for (const path& folder : chain.folders) {
    const std::string stat = read_kernel_file(folder / "cpu.stat").value_or("");
    const auto field = field_of(stat, "nr_throttled");
    const auto count = field ? number_from(*field) : std::nullopt;
    if (count && (!most || *count > *most)) most = count;
  }
  return most;
}

}  // namespace bakeoff::measure
