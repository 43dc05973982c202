#pragma once

#include <cstddef>
#include <cstdint>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// Whether the operator computes in float32 also in a float16 or bfloat16 (`narrow`) model, because ONNX does
/// not define it for that type.
bool stays_float(const Node& node, ElementType narrow);

/// Whether a float input of an operator that takes `narrow` otherwise is float32 all the same: ONNX demands
/// it, or allows it and the input is a parameter that would lose by the conversion.
bool takes_float(const Node& node, std::size_t input, std::int64_t opset);

/// Whether the input is a bound that may be infinite: one past the largest value bounds nothing.
bool may_be_infinite(const Node& node, std::size_t input);

}  // namespace bakeoff::model
