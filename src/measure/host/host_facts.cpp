#include "measure/host/host_facts.h"

#include <thread>

#include "measure/host/reading.h"

namespace bakeoff::measure {

HostFacts collect_host_facts(const CpuSet& set, const std::filesystem::path& root) {
  // Ten ticks of /proc/stat on each processor: shorter, and a single tick would look like load.
  constexpr Nanoseconds kSampled = std::chrono::milliseconds(100);
  HostFacts facts;
  Reading reading(set, root, facts);
  read_processor(reading);
  read_frequency(reading);
  read_memory(reading);
  read_control_groups(reading);
  read_system(reading);
  read_power(reading);
  const LoadSample before = sample_load(reading);
  std::this_thread::sleep_for(kSampled);
  read_load(reading, before, sample_load(reading));
  return facts;
}

}  // namespace bakeoff::measure
