#pragma once

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The tensor with its elements as `type`, if that loses nothing (NaN stays NaN). Errors: kBadInput naming
/// the first element that `type` cannot hold; kUnsupported for strings.
Result<Tensor> convert(Tensor tensor, ElementType type);

}  // namespace bakeoff::model
