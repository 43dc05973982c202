#pragma once

#include <optional>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// No weight is as large as this: such numbers (-1e9, float32's lowest) are masks that stand for infinity.
inline constexpr float kMask = 1e9F;

/// What becomes of a number past the largest: infinity, or, if it is a mask, the largest, which is what the
/// author of a narrower model writes; an infinite mask times 0 would be NaN.
enum class PastLargest { kInfinite, kMasksAreLargest };

struct Narrowed {
  Tensor tensor;
  std::optional<float> overflow;  ///< the first finite number that became infinite
};

/// A float32 tensor in float16 or bfloat16 (`narrow`), each number rounded to the nearest, ties to even.
Narrowed narrowed(const Tensor& tensor, ElementType narrow, PastLargest past);

}  // namespace bakeoff::model
