#include "base/clock.h"

#include <ctime>

namespace bakeoff {

Nanoseconds MonotonicClock::now() const {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

}  // namespace bakeoff
