#pragma once

#include "base/clock.h"

namespace bakeoff::measure {

/// Time as a race counts it: from its start, without the time that a person had it suspended.
class RaceTime {
 public:
  explicit RaceTime(const Clock& clock) : clock_(&clock), start_(clock.now()) {}

  [[nodiscard]] Nanoseconds elapsed() const { return clock_->now() - start_ - suspended_; }

  /// Leaves out a suspension that has just ended.
  void leave_out(Nanoseconds suspended) { suspended_ += suspended; }

 private:
  const Clock* clock_;
  Nanoseconds start_;
  Nanoseconds suspended_{0};
};

}  // namespace bakeoff::measure
