#pragma once

#include "model/onnx/graph.h"
#include "model/onnx/shapes/inference.h"

namespace bakeoff::model::shapes {

/// Writes what inference found into the graph's `values` and `outputs`; where it found nothing, what they
/// said stays.
void conclude(const Inference& inference, Graph& graph);

}  // namespace bakeoff::model::shapes
