#include "model/lower/graphdef/interpolation.h"

#include <algorithm>
#include <cmath>

namespace bakeoff::model::graphdef {
namespace {

/// Where a new place lies on the old axis (ONNX's Resize, coordinate_transformation_mode).
double old_coordinate(const Interpolation& axis, std::int64_t place) {
  const auto x = static_cast<double>(place);
  const auto in = static_cast<double>(axis.in);
  const auto out = static_cast<double>(axis.out);
  if (axis.coordinates == "align_corners") {
    // ONNX's test data have it with the length before it is rounded.
    const double corner = axis.scale * in - 1.0;
    return axis.out == 1 || corner <= 0.0 ? 0.0 : x * (in - 1.0) / corner;
  }
  if (axis.coordinates == "asymmetric") return x / axis.scale;
  if (axis.coordinates == "tf_half_pixel_for_nn") return (x + 0.5) / axis.scale;
  if (axis.coordinates == "pytorch_half_pixel" && axis.out == 1) return -0.5;
  double offset = 0.0;
  if (axis.coordinates == "half_pixel_symmetric") offset = in / 2.0 * (1.0 - out / (axis.scale * in));
  return offset + (x + 0.5) / axis.scale - 0.5;
}

std::int64_t rounded(double x, const std::string& how) {
  double result = std::ceil(x - 0.5);  // round_prefer_floor
  if (how == "round_prefer_ceil") result = std::floor(x + 0.5);
  if (how == "floor") result = std::floor(x);
  if (how == "ceil") result = std::ceil(x);
  return static_cast<std::int64_t>(result);
}

/// Keys' kernel of two pieces, at distance `d`.
double cubic(double d, double a) {
  d = std::fabs(d);
  if (d <= 1.0) return ((a + 2.0) * d - (a + 3.0)) * d * d + 1.0;
  if (d < 2.0) return ((a * d - 5.0 * a) * d + 8.0 * a) * d - 4.0 * a;
  return 0.0;
}

}  // namespace

std::vector<std::int64_t> nearest_elements(const Interpolation& axis) {
  std::vector<std::int64_t> elements;
  for (std::int64_t place = 0; place < axis.out; ++place) {
    const std::int64_t at = rounded(old_coordinate(axis, place), axis.rounding);
    elements.push_back(std::clamp<std::int64_t>(at, 0, axis.in - 1));
  }
  return elements;
}

std::vector<double> interpolation_matrix(const Interpolation& axis) {
  std::vector<double> matrix(static_cast<std::size_t>(axis.in * axis.out), 0.0);
  const bool is_cubic = axis.mode == "cubic";
  for (std::int64_t place = 0; place < axis.out; ++place) {
    const double x = old_coordinate(axis, place);
    const auto below = static_cast<std::int64_t>(std::floor(x));
    double sum = 0.0;
    std::vector<std::pair<std::int64_t, double>> taps;
    for (std::int64_t at = below - (is_cubic ? 1 : 0); at <= below + (is_cubic ? 2 : 1); ++at) {
      const double distance = x - static_cast<double>(at);
      double weight = is_cubic ? cubic(distance, axis.cubic_a) : 1.0 - std::fabs(distance);
      if (axis.excludes_outside && (at < 0 || at >= axis.in)) weight = 0.0;
      taps.emplace_back(std::clamp<std::int64_t>(at, 0, axis.in - 1), weight);
      sum += weight;
    }
    for (const auto& [at, weight] : taps) {
      matrix[static_cast<std::size_t>(at * axis.out + place)] +=
          axis.excludes_outside ? weight / sum : weight;
    }
  }
  return matrix;
}

}  // namespace bakeoff::model::graphdef
