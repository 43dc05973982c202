#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "measure/host/cpu_times.h"
#include "record/events.h"

namespace bakeoff::measure {

/// CPU time at one moment: the machine's, and what of it was ours (conductor and workers, dead ones
/// included).
struct CpuSnapshot {
  Nanoseconds when{0};
  CpuTimes machine;
  Nanoseconds own{0};
};

/// Rounds are looked at together until they have lasted this long: /proc/stat counts in ticks of 10 ms.
inline constexpr Nanoseconds kWindow = std::chrono::milliseconds(600);

/// What was seen besides CPU times.
struct WindowFacts {
  std::uint32_t first_round = 1;
  std::uint32_t last_round = 1;
  int cpus = 1;
  Nanoseconds frozen_cpu{0};
  bool suspended = false;
  std::vector<std::pair<CandidateIndex, Nanoseconds>> foreign_by_slot{};  ///< for the charge
};

/// Decides whether rounds were disturbed from outside (METHOD.md, "The race", 4): a frozen worker used more
/// than 1 ms, other processes more than 5 % of wall x CPUs, or steal more than 5 %. The measured values have
/// no say.
WindowJudged judge_window(const CpuSnapshot& begin, const CpuSnapshot& end, const WindowFacts& facts);

}  // namespace bakeoff::measure
