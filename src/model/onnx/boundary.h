#pragma once

#include <string>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// bakeoff hands over and takes back float32, integers and bool. Inputs and outputs of float16, bfloat16 and
/// float64 become float32, with a Cast behind or before them; names stay, except where a subgraph uses the
/// value by its name. Gives one sentence for each, for a person. The graph's types must be inferred.
std::vector<std::string> widen_boundary(Graph& graph);

}  // namespace bakeoff::model
