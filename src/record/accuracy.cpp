#include "record/accuracy.h"

#include <algorithm>
#include <cmath>

namespace bakeoff {

std::optional<double> observed_bits(const std::optional<double>& relative_error) {
  constexpr double kMostBits = 24;  // mantissa of fp32 and its hidden bit
  // Zero gives infinite bits, which the cap catches; a NaN fails the comparison.
  if (!relative_error || !(*relative_error >= 0)) return std::nullopt;
  return std::clamp(-std::log2(*relative_error), 0.0, kMostBits) + 0.0;  // an error of 1 is 0 bits, not -0
}

}  // namespace bakeoff
