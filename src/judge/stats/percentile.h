#pragma once

#include <cstdint>
#include <optional>

#include "judge/stats/sample_counts.h"

namespace bakeoff::judge {

/// A percentile of samples with what it is worth, in the samples' unit.
struct Percentile {
  std::uint64_t value = 0;  ///< nearest rank: the smallest sample with a share `level` at or below it
  std::uint64_t bound = 0;  ///< order statistic that lies above the true percentile with 95 % confidence
  std::uint64_t samples = 0;
};

/// The fewest samples whose largest bounds the percentile from above with 95 % confidence: level^n <= .05;
/// 29 for level .90, 59 for .95, 299 for .99. 0 < level < 1.
std::uint64_t samples_needed(double level);

/// Empty (refused) below samples_needed(level).
std::optional<Percentile> percentile(const SampleCounts& samples, double level);

}  // namespace bakeoff::judge
