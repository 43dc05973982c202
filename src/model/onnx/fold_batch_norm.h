#pragma once

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The graph with every BatchNormalization computed into the weights of the Conv or Gemm before it, in double
/// and rounded to float32 once. One stays where it is if something else uses the convolution's result, if
/// weights or statistics are not float32 initializers, or if it follows another operator. Weights that others
/// share are copied.
Graph fold_batch_norm(Graph graph);

}  // namespace bakeoff::model
