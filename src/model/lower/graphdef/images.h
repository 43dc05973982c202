#pragma once

#include <set>
#include <string>

#include "model/onnx/graph.h"

namespace bakeoff::model::graphdef {

/// The inputs that are images: a convolution, pool or the like takes them, or what is left of them after
/// operators that keep the meaning of the axes. TensorFlow's users feed these channels last.
std::set<std::string> image_inputs(const Graph& graph);

}  // namespace bakeoff::model::graphdef
