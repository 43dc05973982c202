#pragma once

#include <string>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// Takes out initializers that nothing uses, and gives how many bytes they had.
struct Dropped {
  std::size_t count = 0;
  std::size_t bytes = 0;
};
Dropped drop_unused_initializers(Graph& graph);

/// A graph that computes the same with less: Constant nodes are initializers, Identity and inference Dropout
/// are bypassed, nodes and initializers that no output needs are gone.
struct Cleaned {
  Graph graph;
  std::vector<std::string> changes;  ///< one sentence for each kind, for a person; empty: it was clean
};

/// Cleans a graph that read_onnx gave, which has taken initializers out of the inputs already.
Cleaned clean(Graph graph);

}  // namespace bakeoff::model
