#include "measure/conductor/window.h"

#include <algorithm>

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds kMostFrozenCpu = 1ms;
constexpr double kMostForeignShare = 0.05;
constexpr double kMostStealShare = 0.05;

double share(Nanoseconds part, Nanoseconds whole) {
  if (part <= 0ns || whole <= 0ns) return 0;  // exact clocks and ticks can differ by a tick either way
  return static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

Disturbance disturbance_in(const WindowJudged& window, bool suspended) {
  if (suspended) return Disturbance::kSuspended;
  if (window.frozen_cpu > kMostFrozenCpu) return Disturbance::kFrozenWorkerRan;
  if (window.foreign_share > kMostForeignShare) return Disturbance::kForeignLoad;
  if (window.steal_share > kMostStealShare) return Disturbance::kSteal;
  return Disturbance::kNone;
}

}  // namespace

WindowJudged judge_window(const CpuSnapshot& begin, const CpuSnapshot& end, const WindowFacts& facts) {
  WindowJudged window;
  window.first_round = facts.first_round;
  window.last_round = facts.last_round;
  window.frozen_cpu = facts.frozen_cpu;
  const Nanoseconds capacity = (end.when - begin.when) * facts.cpus;
  window.foreign_share = share((end.machine.busy - begin.machine.busy) - (end.own - begin.own), capacity);
  window.steal_share = share(end.machine.steal - begin.machine.steal, capacity);
  window.disturbance = disturbance_in(window, facts.suspended);
  if (window.disturbance != Disturbance::kNone && !facts.foreign_by_slot.empty()) {
    window.charged = std::max_element(facts.foreign_by_slot.begin(), facts.foreign_by_slot.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; })
                         ->first;
  }
  return window;
}

}  // namespace bakeoff::measure
