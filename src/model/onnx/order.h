#pragma once

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// Checks that every value has exactly one origin (an input, an initializer or a node's output) and that
/// everything used has one, then puts the nodes into topological order; an order that is already right stays
/// as it is. Errors: kBadInput naming the node, also one on a cycle.
Result<void> check_and_sort(Graph& graph);

}  // namespace bakeoff::model
