#pragma once

#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"
#include "record/cell.h"

namespace bakeoff::model {

/// The graph with these shapes of its inputs (--shape), whatever the file says about the length of an axis.
/// An axis that the file calls by the same name in another input gets the same length there. What the file
/// says about the shapes of other values is forgotten if anything changes. Errors: kUsage for an input that
/// the graph does not have, another number of axes than the file's, and a name that would have two lengths.
Result<Graph> with_shapes(Graph graph, const std::vector<InputShape>& shapes);

}  // namespace bakeoff::model
