#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/units.h"
#include "measure/host/cpu_set.h"
#include "measure/host/cpu_times.h"
#include "record/host.h"

/// The readers of collect_host_facts, one a theme. Each adds facts by dotted name, or the reason why a fact
/// is not known; none of them fails.
namespace bakeoff::measure {

/// What a reader looks at, and where it writes.
class Reading {
 public:
  Reading(const CpuSet& cpus, std::filesystem::path root, HostFacts& out);

  [[nodiscard]] const CpuSet& cpus() const { return cpus_; }
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path at(std::string_view relative) const { return root_ / relative; }

  /// sys/devices/system/cpu/cpuN/FILE
  [[nodiscard]] std::filesystem::path cpu_file(int cpu, std::string_view file) const;

  /// Keeps a fact as one line of printable ASCII, whatever the file held; an empty value is not known.
  void fact(const std::string& name, std::string_view value);
  void fact_or_reason(const std::string& name, const Result<std::string>& value);
  void unknown(const std::string& name, std::string_view reason);
  void warn(const std::string& what, const std::string& remedy);

 private:
  const CpuSet& cpus_;
  std::filesystem::path root_;
  HostFacts& out_;
};

void read_processor(Reading& reading);       ///< cpu.*, numa.*: model, microcode, ISA, cores, SMT
void read_frequency(Reading& reading);       ///< cpu.governor, cpu.boost, ...
void read_memory(Reading& reading);          ///< memory.*
void read_control_groups(Reading& reading);  ///< cgroup.*
void read_system(Reading& reading);          ///< system.*, clock.source
void read_power(Reading& reading);           ///< energy.counter, temperature.celsius, power.source

/// Counters that tell by their growth what disturbs this machine now.
struct LoadSample {
  Result<CpuTimes> times = CpuTimes{};
  Nanoseconds own{0};         ///< CPU time of this process
  Nanoseconds taken{0};       ///< CLOCK_MONOTONIC
  std::uint64_t throttled{};  ///< thermal events of the set's processors and their packages
};

LoadSample sample_load(const Reading& reading);

/// load.*, cpu.steal and warnings, from two samples some 100 ms apart.
void read_load(Reading& reading, const LoadSample& before, const LoadSample& after);

/// "23.5 GiB", and a number with so many digits behind the point.
std::string size_text(Bytes size);
std::string number_text(double value, int digits);

}  // namespace bakeoff::measure
