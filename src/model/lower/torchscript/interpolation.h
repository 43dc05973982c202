#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bakeoff::model::torchscript {

/// How ONNX's Resize finds the values along one axis.
struct AxisResize {
  std::int64_t in = 1;
  std::int64_t out = 1;
  float scale = 1;
  std::string mode;         ///< nearest, linear, cubic
  std::string coordinates;  ///< coordinate_transformation_mode
  std::string nearest_mode;
  float cubic_coeff_a = -0.75F;
  std::int64_t exclude_outside = 0;

  bool identity() const { return in == out && scale == 1.0F; }
};

/// Where the element `position` of the resized axis lies on the original one.
double original_position(const AxisResize& axis, std::int64_t position);

/// The element that each place of the resized axis takes, for the mode nearest.
std::vector<std::int64_t> nearest_sources(const AxisResize& axis);

/// The share of every original element (columns) in every resized one (rows), for linear and cubic.
std::vector<float> interpolation_matrix(const AxisResize& axis);

}  // namespace bakeoff::model::torchscript
