#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bakeoff::measure {

/// Decides when a process is warm (METHOD.md, "Warm-up"), from the durations of its inferences alone: at
/// least 3; then until the medians of the last 5 stretches (each one inference or 10 ms, whichever is longer)
/// are not monotone and the last is within 5 % of the first; at most 0.5 s after the first inference or 20
/// inferences, whichever is later.
class WarmUp {
 public:
  /// Takes the duration of the next inference. The first inference of the process is not part of it.
  void add(std::uint64_t duration_ns);

  [[nodiscard]] bool done() const { return steady() || out_of_patience(); }
  [[nodiscard]] bool steady() const;
  [[nodiscard]] std::size_t inferences() const { return inferences_; }

 private:
  [[nodiscard]] bool out_of_patience() const;

  std::size_t inferences_ = 0;
  std::uint64_t elapsed_ns_ = 0;
  std::vector<std::uint64_t> stretch_;  ///< durations of the running stretch
  std::uint64_t stretch_ns_ = 0;
  std::vector<std::uint64_t> medians_;  ///< of the finished stretches
};

}  // namespace bakeoff::measure
