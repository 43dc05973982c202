#pragma once

#include <string>
#include <vector>

#include "model/reference/call.h"

namespace bakeoff::model::reference {

/// What one place of the result is made of along one axis: `weights.size()` neighbours from `first` on, which
/// may lie outside; with tf_crop_and_resize the whole place may.
struct Taps {
  std::int64_t first = 0;
  std::vector<double> weights;
  bool outside = false;
};

/// For every place of the output along `axis`, by the formulas of Resize in ONNX Operators.md.
std::vector<Taps> resize_taps(const Call& call, std::size_t axis);

}  // namespace bakeoff::model::reference
