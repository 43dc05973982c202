#include "measure/worker/sampling_loop.h"

#include <ctime>

namespace bakeoff::measure {

std::uint64_t monotonic_ns() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
  return static_cast<std::uint64_t>(time.tv_sec) * kNanosecondsPerSecond +
         static_cast<std::uint64_t>(time.tv_nsec);
}

SlotSamples run_slot(const bakeoff_adapter& adapter, bakeoff_context* context, const SlotPlan& plan,
                     std::size_t set_count, std::size_t first_set, std::span<std::uint64_t> stamps,
                     bakeoff_error& error) {
  SlotSamples samples;
  samples.next_set = first_set;
  const auto run = adapter.run;  // one indirect call an inference, no reload through the table
  const std::size_t most = stamps.size() - 1;
  std::size_t enough = 1;
  std::size_t count = 0;
  const std::uint64_t begin = stamps[0] = monotonic_ns();
  const std::uint64_t end = begin + plan.slot_ns;
  for (;;) {
    const bakeoff_status status = run(context, samples.next_set, &error);
    const std::uint64_t now = monotonic_ns();
    if (status != BAKEOFF_OK) {
      samples.status = status;
      break;
    }
    stamps[++count] = now;
    if (++samples.next_set == set_count) samples.next_set = 0;
    if (count == 1 && now <= end) enough = plan.min_inferences;
    if ((now >= end && count >= enough) || count == most) break;
  }
  samples.inferences = count;
  return samples;
}

}  // namespace bakeoff::measure
