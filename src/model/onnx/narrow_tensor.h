#pragma once

#include <optional>

#include "model/onnx/graph.h"

namespace bakeoff::model {

struct Narrowed {
  Tensor tensor;
  std::optional<float> overflow;  ///< the first finite number that became infinite
};

/// A float32 tensor in float16 or bfloat16 (`narrow`), each number rounded to the nearest, ties to even.
Narrowed narrowed(const Tensor& tensor, ElementType narrow);

}  // namespace bakeoff::model
