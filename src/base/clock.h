#pragma once

#include <chrono>

namespace bakeoff {

using Nanoseconds = std::chrono::nanoseconds;

/// Time since an arbitrary start that never runs backwards. A parameter wherever time is read, so that
/// whatever decides by time can be tested without waiting.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Nanoseconds now() const = 0;
};

/// CLOCK_MONOTONIC: the same for all processes of a machine.
class MonotonicClock final : public Clock {
 public:
  [[nodiscard]] Nanoseconds now() const override;
};

/// A clock that moves only when told.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Nanoseconds now() const override { return now_; }
  void advance(Nanoseconds by) { now_ += by; }

 private:
  Nanoseconds now_{0};
};

}  // namespace bakeoff
