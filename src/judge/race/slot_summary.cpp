#include "judge/race/slot_summary.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace bakeoff::judge {

SlotSummary summarize(const SlotTimed& slot, int batch) {
  assert(!slot.durations_ns.empty());
  SlotSummary summary{.sorted_ns = slot.durations_ns, .cpu = slot.cpu};
  std::sort(summary.sorted_ns.begin(), summary.sorted_ns.end());
  const std::size_t count = summary.sorted_ns.size();
  const double middle = static_cast<double>(summary.sorted_ns[count / 2]);
  const double below = static_cast<double>(summary.sorted_ns[(count - 1) / 2]);
  summary.latency_ns = std::max(1.0, (below + middle) / 2);
  summary.total_ns = std::accumulate(summary.sorted_ns.begin(), summary.sorted_ns.end(), std::uint64_t{0});
  const double seconds = static_cast<double>(std::max<std::uint64_t>(summary.total_ns, 1)) * 1e-9;
  summary.items_per_s = batch * static_cast<double>(count) / seconds;
  return summary;
}

double cost(const SlotSummary& slot, Metric metric) {
  return metric == Metric::kLatency ? std::log(slot.latency_ns) : -std::log(slot.items_per_s);
}

}  // namespace bakeoff::judge
