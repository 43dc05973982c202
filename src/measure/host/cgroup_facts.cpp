#include "measure/host/cgroup.h"
#include "measure/host/reading.h"

namespace bakeoff::measure {

void read_control_groups(Reading& reading) {
  reading.fact("cgroup.version", to_string(cgroup_version(reading.root())));
  const auto limit = cgroup_memory_limit(reading.root());
  reading.fact("cgroup.memory_limit", limit ? size_text(*limit) : "none");
  const auto quota = cgroup_cpu_quota(reading.root());
  reading.fact("cgroup.cpu_quota", quota ? number_text(*quota, 2) + " CPUs" : "none");
  if (const auto times = cgroup_cpu_throttled(reading.root())) {
    reading.fact("cgroup.cpu_throttled", std::to_string(*times) + " times");
  }
  const auto cpus = static_cast<double>(reading.cpus().cpus.size());
  if (!quota || *quota >= cpus) return;
  reading.warn("a control group allows " + number_text(*quota, 2) + " CPUs' worth of time on " +
                   number_text(cpus, 0) + " processors: threads are stopped for the rest of each period",
               "raise the quota (docker --cpus, Kubernetes limits.cpu), or allow only as many processors as "
               "it pays for (docker --cpuset-cpus, taskset -c)");
}

}  // namespace bakeoff::measure
