#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "fake/script.h"

namespace bakeoff::adapters {

/// Busy until so much time of the wall clock has passed.
void be_busy(Seconds time);

/// A chain of `steps` dependent operations, about a nanosecond each: it takes twice as long on a core that is
/// shared with another thread.
void compute(double steps);

struct Unmap {
  std::size_t bytes = 0;
  void operator()(void* memory) const;
};
using Memory = std::unique_ptr<void, Unmap>;

/// Memory that is really there: every page is written. Throws Failure (BAKEOFF_OUT_OF_MEMORY).
Memory touched(std::size_t bytes);

/// Writes so many bytes to standard output and as many to standard error.
void flood(std::size_t bytes);

/// Dies, hangs, exits or throws Failure, if the script says so for this moment. `inference` counts
/// from 1 and is looked at only in Moment::Phase::kRun.
void misbehave(const Script& script, Moment::Phase phase, std::uint64_t inference);

/// By how much inference `inference` (from 1) is longer than scripted, `age` after the load.
double slowdown(const Script& script, std::uint64_t inference, Seconds age);

}  // namespace bakeoff::adapters
