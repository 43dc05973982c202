#include "judge/stats/sample_counts.h"

#include <algorithm>
#include <cassert>

namespace bakeoff::judge {

namespace {

using Counts = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

void append(Counts& counts, std::uint64_t value, std::uint64_t times) {
  if (!counts.empty() && counts.back().first == value) {
    counts.back().second += times;
  } else {
    counts.emplace_back(value, times);
  }
}

}  // namespace

void SampleCounts::add_sorted(std::span<const std::uint64_t> values) {
  assert(std::is_sorted(values.begin(), values.end()));
  Counts merged;
  merged.reserve(counts_.size() + values.size());
  auto old = counts_.begin();
  for (const std::uint64_t value : values) {
    for (; old != counts_.end() && old->first <= value; ++old) append(merged, old->first, old->second);
    append(merged, value, 1);
  }
  for (; old != counts_.end(); ++old) append(merged, old->first, old->second);
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
