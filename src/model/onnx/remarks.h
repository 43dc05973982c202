#pragma once

#include <string>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// What was changed in a graph that read_onnx gave, or looks like a handicap in it: one sentence each, for a
/// person.
std::vector<std::string> remarks_for(const Graph& graph);

}  // namespace bakeoff::model
