#include "measure/host/cpu_times.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "measure/host/kernel_files.h"

namespace bakeoff::measure {
namespace {

// Columns of a "cpuN" line (proc(5)). guest and guest_nice follow; they are contained in user and nice
// already, so that adding them would count a guest twice.
enum Column : std::size_t { kUser, kNice, kSystem, kIdle, kIowait, kIrq, kSoftirq, kSteal, kColumns };

using Ticks = std::array<std::uint64_t, kColumns>;

Nanoseconds time_of(std::uint64_t ticks) {
  static const auto kPerSecond = static_cast<std::uint64_t>(std::max(1L, sysconf(_SC_CLK_TCK)));
  return Nanoseconds(static_cast<std::int64_t>(ticks * (1'000'000'000ULL / kPerSecond)));
}

// The processor that a "cpuN ..." line is about, or nothing ("cpu " is their sum, the rest is something
// else).
std::optional<int> cpu_of(std::string_view word) {
  if (!word.starts_with("cpu")) return std::nullopt;
  const auto number = number_from(word.substr(3));
  if (!number || *number > 1'000'000) return std::nullopt;
  return static_cast<int>(*number);
}

bool add_line(const std::vector<std::string_view>& words, Ticks& sum) {
  // Kernels before 2.6.11 have no steal: what is not there is zero, but up to softirq it must be there.
  if (words.size() < 1 + kSteal) return false;
  for (std::size_t column = 0; column < std::min<std::size_t>(kColumns, words.size() - 1); ++column) {
    const auto ticks = number_from(words[column + 1]);
    if (!ticks) return false;
    sum[column] += *ticks;
  }
  return true;
}

}  // namespace

Result<CpuTimes> read_cpu_times(const CpuSet& set, const std::filesystem::path& root) {
  const auto path = root / "proc/stat";
  const auto text = read_kernel_file(path);
  if (!text) return tl::unexpected(text.error());
  Ticks sum{};
  std::size_t found = 0;
  for (const std::string_view line : lines_of(*text)) {
    if (!line.starts_with("cpu")) break;  // they come first; the line of interrupts behind them is long
    const auto words = words_of(line);
    const auto cpu = cpu_of(words[0]);
    if (!cpu || !std::binary_search(set.cpus.begin(), set.cpus.end(), *cpu)) continue;
    if (!add_line(words, sum)) return fail(ErrorKind::kBadInput, "has a line that is not CPU times", path);
    ++found;
  }
  if (found == 0) return fail(ErrorKind::kBadInput, "does not tell of processors " + to_string(set), path);
  return CpuTimes{time_of(sum[kUser] + sum[kNice] + sum[kSystem] + sum[kIrq] + sum[kSoftirq]),
                  time_of(sum[kSteal])};
}

Nanoseconds process_cpu_time(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return Nanoseconds(0);
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

}  // namespace bakeoff::measure
