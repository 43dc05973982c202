#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bakeoff::model::graphdef {

/// How one axis is resized, by the words of ONNX's Resize.
struct Interpolation {
  std::string mode;         ///< nearest, linear, cubic
  std::string coordinates;  ///< coordinate_transformation_mode
  std::string rounding;     ///< nearest_mode
  double cubic_a = -0.75;
  bool excludes_outside = false;
  double scale = 1.0;
  std::int64_t in = 1;
  std::int64_t out = 1;
};

/// Mode nearest: which old element stands at each new place.
std::vector<std::int64_t> nearest_elements(const Interpolation& axis);

/// Mode linear or cubic: old elements x new places, how much of each old element is in each new one.
std::vector<double> interpolation_matrix(const Interpolation& axis);

}  // namespace bakeoff::model::graphdef
