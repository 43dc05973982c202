#pragma once

#include "model/onnx/graph.h"

namespace bakeoff::model::dialect {

/// Takes out nodes and initializers that no output needs. An output that nothing reads loses its name, and is
/// gone if it is the last; only Split keeps all, whose number matters. Nodes must be in topological order.
void prune(Graph& graph);

}  // namespace bakeoff::model::dialect
