#include "model/lower/torchscript/interpolation.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bakeoff::model::torchscript {
namespace {

double rounded(double position, const std::string& mode) {
  if (mode == "floor") return std::floor(position);
  if (mode == "ceil") return std::ceil(position);
  return mode == "round_prefer_ceil" ? std::floor(position + 0.5) : std::ceil(position - 0.5);
}

// Shares of the elements at -1, 0, 1 and 2 from the one in front of a position, `part` of the way to the
// next.
std::array<double, 4> cubic_shares(double a, double part) {
  const auto near = [a](double x) { return ((a + 2) * x - (a + 3)) * x * x + 1; };
  const auto far = [a](double x) { return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a; };
  return {far(1 + part), near(part), near(1 - part), far(2 - part)};
}

std::array<double, 4> shares(const AxisResize& axis, double part) {
  if (axis.mode == "cubic") return cubic_shares(axis.cubic_coeff_a, part);
  return {0, 1 - part, part, 0};
}

}  // namespace

double original_position(const AxisResize& axis, std::int64_t position) {
  const double scale = axis.scale;
  const auto x = static_cast<double>(position);
  const auto in = static_cast<double>(axis.in);
  const auto out = static_cast<double>(axis.out);
  if (axis.coordinates == "align_corners") return axis.out == 1 ? 0 : x * (in - 1) / (out - 1);
  if (axis.coordinates == "asymmetric") return x / scale;
  if (axis.coordinates == "tf_half_pixel_for_nn") return (x + 0.5) / scale;
  if (axis.coordinates == "pytorch_half_pixel" && axis.out == 1) return 0;
  const double centre = (x + 0.5) / scale - 0.5;
  if (axis.coordinates != "half_pixel_symmetric") return centre;
  return in / 2 * (1 - out / (scale * in)) + centre;
}

std::vector<std::int64_t> nearest_sources(const AxisResize& axis) {
  std::vector<std::int64_t> sources;
  for (std::int64_t i = 0; i < axis.out; ++i) {
    const double at = rounded(original_position(axis, i), axis.nearest_mode);
    sources.push_back(std::clamp<std::int64_t>(static_cast<std::int64_t>(at), 0, axis.in - 1));
  }
  return sources;
}

std::vector<float> interpolation_matrix(const AxisResize& axis) {
  std::vector<float> matrix(static_cast<std::size_t>(axis.in * axis.out), 0.0F);
  for (std::int64_t row = 0; row < axis.out; ++row) {
    const double position = original_position(axis, row);
    const double front = std::floor(position);
    std::array<double, 4> share = shares(axis, position - front);
    const auto first = static_cast<std::int64_t>(front) - 1;
    const auto outside = [&](std::size_t tap) {
      const std::int64_t at = first + static_cast<std::int64_t>(tap);
      return at < 0 || at >= axis.in;
    };
    if (axis.exclude_outside != 0) {
      double total = 0;
      for (std::size_t tap = 0; tap < share.size(); ++tap) {
        if (outside(tap)) share[tap] = 0;
        total += share[tap];
      }
      for (double& one : share) one /= total;
    }
    for (std::size_t tap = 0; tap < share.size(); ++tap) {
      const std::int64_t column =
          std::clamp<std::int64_t>(first + static_cast<std::int64_t>(tap), 0, axis.in - 1);
      matrix[static_cast<std::size_t>(row * axis.in + column)] += static_cast<float>(share[tap]);
    }
  }
  return matrix;
}

}  // namespace bakeoff::model::torchscript
