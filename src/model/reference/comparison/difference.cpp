#include "model/reference/comparison/difference.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bakeoff::model::reference {

void Difference::add(std::span<const double> y, std::span<const double> reference) {
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const bool both_nan = std::isnan(y[i]) && std::isnan(reference[i]);
    if (std::isfinite(reference[i])) {
      scale_ = std::max(scale_, std::abs(reference[i]));
    } else {
      ++unbounded_;
    }
    if (y[i] == reference[i] || both_nan) continue;
    const double difference = std::abs(y[i] - reference[i]);
    if (std::isfinite(difference)) {
      largest_ = std::max(largest_, difference);
    } else {
      not_finite_ = true;
    }
  }
}

double Difference::relative() const {
  if (not_finite_) return std::numeric_limits<double>::infinity();
  return largest_ == 0 ? 0 : largest_ / scale_;
}

double scale_of(std::span<const double> elements) {
  double scale = 0;
  for (const double element : elements) {
    if (std::isfinite(element)) scale = std::max(scale, std::abs(element));
  }
  return scale;
}

}  // namespace bakeoff::model::reference
