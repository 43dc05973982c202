#include "judge/stats/sample_counts.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace bakeoff::judge {

void SampleCounts::add_sorted(std::span<const std::uint64_t> values) {
  assert(std::is_sorted(values.begin(), values.end()));
  std::vector<std::pair<std::uint64_t, std::uint64_t>> merged;
  merged.reserve(counts_.size() + values.size());
  std::size_t old = 0;
  for (std::size_t i = 0; i < values.size();) {
    const std::uint64_t value = values[i];
    while (old < counts_.size() && counts_[old].first < value) merged.push_back(counts_[old++]);
    std::uint64_t count = 0;
    for (; i < values.size() && values[i] == value; ++i) ++count;
    if (old < counts_.size() && counts_[old].first == value) count += counts_[old++].second;
    merged.emplace_back(value, count);
  }
  merged.insert(merged.end(), counts_.begin() + static_cast<std::ptrdiff_t>(old), counts_.end());
  counts_ = std::move(merged);
  size_ += values.size();
}

std::uint64_t SampleCounts::nth(std::uint64_t k) const {
  assert(k >= 1 && k <= size_);
  for (const auto& [value, count] : counts_) {
    if (k <= count) return value;
    k -= count;
  }
  return counts_.back().first;
}

}  // namespace bakeoff::judge
