#include "measure/host/cpu_set.h"

#include <hwloc.h>
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "measure/host/kernel_files.h"

namespace bakeoff::measure {
namespace {

struct CpuSetDeleter {
  void operator()(cpu_set_t* set) const { CPU_FREE(set); }
};
struct TopologyDeleter {
  void operator()(hwloc_topology* topology) const { hwloc_topology_destroy(topology); }
};
struct BitmapDeleter {
  void operator()(hwloc_bitmap_s* bitmap) const { hwloc_bitmap_free(bitmap); }
};

// The kernel refuses a mask smaller than its own, and does not say how large that is: so it is doubled until
// it fits.
Result<std::vector<int>> affinity() {
  for (int room = 1024; room <= (1 << 20); room *= 2) {
    const std::unique_ptr<cpu_set_t, CpuSetDeleter> set(CPU_ALLOC(static_cast<std::size_t>(room)));
    const std::size_t size = CPU_ALLOC_SIZE(static_cast<std::size_t>(room));
    if (!set) break;
    if (sched_getaffinity(0, size, set.get()) == 0) {
      std::vector<int> cpus;
      for (int cpu = 0; cpu < room; ++cpu) {
        if (CPU_ISSET_S(static_cast<std::size_t>(cpu), size, set.get())) cpus.push_back(cpu);
      }
      return cpus;
    }
    if (errno != EINVAL) return fail_errno(errno, "the allowed processors cannot be read");
  }
  return fail(ErrorKind::kInternal, "the kernel's set of processors is too large to read");
}

// A core counts if any of its hardware threads may be used. 0 where hwloc does not know the cores.
int cores_among(const std::vector<int>& cpus) {
  hwloc_topology_t raw = nullptr;
  if (hwloc_topology_init(&raw) != 0) return 0;
  const std::unique_ptr<hwloc_topology, TopologyDeleter> topology(raw);
  if (hwloc_topology_load(raw) != 0) return 0;
  const std::unique_ptr<hwloc_bitmap_s, BitmapDeleter> allowed(hwloc_bitmap_alloc());
  for (const int cpu : cpus) hwloc_bitmap_set(allowed.get(), static_cast<unsigned>(cpu));
  int cores = 0;
  hwloc_obj_t core = nullptr;
  while ((core = hwloc_get_next_obj_by_type(raw, HWLOC_OBJ_CORE, core)) != nullptr) {
    if (hwloc_bitmap_intersects(core->cpuset, allowed.get())) ++cores;
  }
  return cores;
}

}  // namespace

Result<CpuSet> allowed_cpus() {
  auto cpus = affinity();
  if (!cpus) return tl::unexpected(cpus.error());
  if (cpus->empty()) return fail(ErrorKind::kInternal, "no processor is allowed to this process");
  const int cores = cores_among(*cpus);
  const int logical = static_cast<int>(cpus->size());
  return CpuSet{std::move(*cpus), cores > 0 ? std::min(cores, logical) : logical};
}

std::string to_string(const CpuSet& set) {
  return cpu_list_text(set.cpus);
}

}  // namespace bakeoff::measure
