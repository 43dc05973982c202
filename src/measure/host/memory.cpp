#include "measure/host/memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "measure/host/cgroup.h"
#include "measure/host/kernel_files.h"

namespace bakeoff::measure {
namespace {

std::filesystem::path file_of(pid_t process, const char* name, const std::filesystem::path& root) {
  return root / "proc" / std::to_string(process) / name;
}

// "VmRSS:     1780 kB"
std::optional<std::uint64_t> size_field(std::string_view text, std::string_view key) {
  const auto field = field_of(text, key);
  const auto words = field ? words_of(*field) : std::vector<std::string_view>{};
  if (words.size() != 2 || words[1] != "kB") return std::nullopt;
  const auto kib = number_from(words[0]);
  if (!kib || *kib > (std::uint64_t{1} << 53U)) return std::nullopt;
  return *kib * 1024;
}

}  // namespace

Result<Bytes> available_memory(const std::filesystem::path& root) {
  const auto path = root / "proc/meminfo";
  const auto text = read_kernel_file(path);
  if (!text) return tl::unexpected(text.error());
  const auto available = size_field(*text, "MemAvailable");
  if (!available) return fail(ErrorKind::kBadInput, "does not tell MemAvailable", path);
  return std::min(Bytes{*available}, cgroup_memory_left(root).value_or(Bytes{*available}));
}

Result<ProcessMemory> process_memory(pid_t process, const std::filesystem::path& root) {
  const auto path = file_of(process, "status", root);
  const auto text = read_kernel_file(path);
  if (!text) return tl::unexpected(text.error());
  const auto resident = size_field(*text, "VmRSS");
  const auto high_water = size_field(*text, "VmHWM");
  // A process that has ended and waits for its parent still has the file, but no memory.
  if (!resident || !high_water) {
    return fail(ErrorKind::kNotFound, "tells of no memory: the process has ended", path);
  }
  const std::uint64_t shared = size_field(*text, "RssShmem").value_or(0);
  const std::uint64_t now = *resident - std::min(*resident, shared);
  const std::uint64_t peak = *high_water - std::min(*high_water, shared);
  // The kernel counts with per-CPU slack: now may pass the peak by some pages.
  return ProcessMemory{Bytes{now}, Bytes{std::max(now, peak)}};
}

bool reset_peak_memory(pid_t process, const std::filesystem::path& root) {
  const int file = ::open(file_of(process, "clear_refs", root).c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool written = ::write(file, "5", 1) == 1;
  ::close(file);
  return written;
}

Result<std::uint64_t> kernel_oom_kills(const std::filesystem::path& root) {
  const auto path = root / "proc/vmstat";
  const auto text = read_kernel_file(path);
  if (!text) return tl::unexpected(text.error());
  const auto field = field_of(*text, "oom_kill");
  const auto count = field ? number_from(*field) : std::nullopt;
  if (!count) return fail(ErrorKind::kBadInput, "does not tell oom_kill", path);
  return *count;
}

}  // namespace bakeoff::measure
