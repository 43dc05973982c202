#include <unistd.h>

#include <algorithm>

#include "measure/host/kernel_files.h"
#include "measure/host/reading.h"

namespace bakeoff::measure {
namespace {

constexpr double kMostForeign = 0.05;     // of wall x CPUs, as for a void round (METHOD.md, 4)
constexpr double kMostStealSince = 0.01;  // of the CPU time used since boot
constexpr Nanoseconds kTick(10'000'000);  // /proc/stat's unit: one alone proves nothing

double share(Nanoseconds part, Nanoseconds whole) {
  return whole <= Nanoseconds(0) ? 0 : to_seconds(part) / to_seconds(whole);
}

std::string percent(double value) {
  return number_text(100 * value, 1) + " %";
}

void warn_of_foreign_load(Reading& reading, const LoadSample& before, const LoadSample& after) {
  const Nanoseconds all = (after.taken - before.taken) * static_cast<int>(reading.cpus().cpus.size());
  const Nanoseconds foreign =
      std::max(Nanoseconds(0), (after.times->busy - before.times->busy) - (after.own - before.own));
  const double used = share(foreign, all);
  reading.fact("load.other_processes", percent(used));
  if (used > kMostForeign && foreign > kTick) {
    reading.warn("other processes are using " + percent(used) +
                     " of the processors now: rounds that they "
                     "disturb are measured again as long as they are few, and count as they are from then on",
                 "end them, or wait until they are done (top shows them)");
  }
}

void warn_of_steal(Reading& reading, const LoadSample& before, const LoadSample& after) {
  const Nanoseconds since_boot = after.times->steal;
  const Nanoseconds now = since_boot - before.times->steal;
  reading.fact("cpu.steal", number_text(to_seconds(since_boot), 2) + " s since boot");
  const double stolen = share(since_boot, since_boot + after.times->busy);
  if (now <= kTick && stolen <= kMostStealSince) return;
  reading.warn("the hypervisor gives processor time to other guests: " + percent(stolen) +
                   " of what was wanted since boot",
               "use a machine with processors of its own, or measure when its host is quiet");
}

}  // namespace

LoadSample sample_load(const Reading& reading) {
  LoadSample sample;
  sample.times = read_cpu_times(reading.cpus(), reading.root());
  sample.own = process_cpu_time(getpid());
  sample.taken = MonotonicClock().now();
  for (const int cpu : reading.cpus().cpus) {
    for (const char* const file :
         {"thermal_throttle/core_throttle_count", "thermal_throttle/package_throttle_count"}) {
      sample.throttled += read_kernel_number(reading.cpu_file(cpu, file)).value_or(0);
    }
  }
  return sample;
}

void read_load(Reading& reading, const LoadSample& before, const LoadSample& after) {
  if (before.times && after.times) {
    warn_of_foreign_load(reading, before, after);
    warn_of_steal(reading, before, after);
  } else {
    const Error& reason = (before.times ? after : before).times.error();
    reading.unknown("load.other_processes", to_string(reason));
    reading.unknown("cpu.steal", to_string(reason));
  }
  if (after.throttled > before.throttled) {
    reading.warn("the processor is being slowed down by its own heat right now",
                 "let it cool, improve its cooling, or lower its highest frequency for the study");
  }
}

}  // namespace bakeoff::measure
