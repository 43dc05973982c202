#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace bakeoff::judge {

/// All samples of a candidate, exactly, as (value, how often): inferences of 100 ns come in millions but
/// take only some hundred different values in whole nanoseconds, long ones are few.
class SampleCounts {
 public:
  /// Adds values in ascending order.
  void add_sorted(std::span<const std::uint64_t> values);

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// The k-th smallest, k from 1 to size().
  [[nodiscard]] std::uint64_t nth(std::uint64_t k) const;

 private:
  std::vector<std::pair<std::uint64_t, std::uint64_t>> counts_;  ///< ascending by value
  std::uint64_t size_ = 0;
};

}  // namespace bakeoff::judge
