#pragma once

#include "base/error.h"
#include "model/onnx/graph.h"
#include "record/cell.h"

namespace bakeoff::model {

/// The float32 model with tensors and arithmetic in float16 or bfloat16, inputs and outputs in float32 as
/// before, and BatchNormalization folded in float32 beforehand where that is possible; kFp32 gives the graph
/// back as it is. What ONNX defines in float32 only stays in it (precision_rules.h), and so does arithmetic
/// on shapes. bfloat16 raises the opset to 22, the first in which convolutions take it. Weights are rounded
/// to the nearest value, ties to even. Errors: kUnsupported naming the node whose operator bakeoff does not
/// know, or the constant that holds a number past the largest of the type, and for an opset below 7; as
/// infer_shapes.
Result<Graph> with_precision(Graph graph, Precision precision);

}  // namespace bakeoff::model
