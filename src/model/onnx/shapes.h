#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// Fills in `values` (all intermediate values, in the order in which they are made) and the types and shapes
/// of `outputs`, computing with shapes that the graph computes (Shape, Gather, Concat, ... of small tensors).
/// Every axis is a number when those of the inputs are and no shape depends on data; an axis that cannot be
/// told stays unknown or keeps what the file said. Where the file says something else, the graph is believed.
/// Errors: kUnsupported naming operator and node; kBadInput naming the node whose attributes or inputs are
/// impossible.
Result<Graph> infer_shapes(Graph graph);

/// The same for a graph that may hold operators which bakeoff does not know: what they make is as the file
/// declares it, or left out of `values`. Errors: kBadInput as above.
Result<Graph> infer_known_shapes(Graph graph);

/// Names of the operators that infer_shapes knows, in alphabetical order.
std::vector<std::string> shape_operators();

}  // namespace bakeoff::model
