#pragma once

#include <cstdint>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The newest opset that raise_opset goes to: the first in which convolution and pooling take bfloat16.
inline constexpr std::int64_t kBfloat16Opset = 22;

/// The graph, of opset 7 or later, as opset 22 writes it: attributes that became inputs are constants, what
/// changed its meaning (Softmax before 13, Resize before 11) is written so that it means what it did. A graph
/// of opset 22 or later comes back as it is. Errors: as infer_shapes; kUnsupported for a BatchNormalization
/// of opset 7 with statistics of every element, naming the node.
Result<Graph> raise_opset(Graph graph);

}  // namespace bakeoff::model
