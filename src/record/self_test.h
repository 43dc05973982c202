#pragma once

#include <cstdint>

#include "base/units.h"
#include "record/host.h"
#include "record/result.h"

namespace bakeoff {

/// Two candidates that do the same work, raced for the size of their gap alone.
struct TwinRace {
  double ratio = 1;   ///< time of the second / time of the first, median over epochs
  Interval interval;  ///< of that
  std::uint32_t epochs = 0;
  std::uint32_t rounds = 0;      ///< untied ones that count
  std::uint32_t first_wins = 0;  ///< of those, how many favour the first
  Interval first_share;          ///< of rounds that favour the first; exact (Clopper and Pearson)
  std::uint32_t voided = 0;      ///< rounds, disturbed from outside
  std::uint32_t windows = 0;     ///< successive rounds judged together
  std::uint32_t leaks = 0;       ///< of those, in how many a frozen worker used more than 1 ms of CPU time
  Nanoseconds frozen_cpu{0};     ///< most that a frozen worker used in any of them
  bool operator==(const TwinRace&) const = default;
};

/// What `bakeoff selftest` finds out about this machine (METHOD.md, self-test).
struct SelfTest {
  SelfCost cost;
  TwinRace same;    ///< two copies of one candidate
  TwinRace frozen;  ///< first one that spins while it waits, and is frozen then; second one that waits asleep
  TwinRace running;                ///< those two without freezing
  std::uint32_t rounds_asked = 0;  ///< of `same`

  [[nodiscard]] bool freezing_holds() const { return frozen.windows > 0 && frozen.leaks == 0; }
};

}  // namespace bakeoff
