#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"
#include "model/reference/rounding.h"
#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// The outputs of a graph of the canonical dialect (model/onnx/canonical.h) for these inputs, in the graph's
/// order, on all allowed processors. Values live until their last use, weights are converted when they are
/// needed, so that memory is that of the largest layers. Errors: kBadInput for inputs of another number, type
/// or shape than the graph's, and for data that an operator forbids (an index past its table); kUnsupported
/// as executable(); kInternal where the graph is not canonical after all, naming the node.
Result<std::vector<Value>> execute(const Graph& canonical, std::vector<Value> inputs, Arithmetic arithmetic);

/// Nothing, or kUnsupported naming the first operator that the reference does not know, and its node.
Result<void> executable(const Graph& canonical);

/// Names of the operators that the reference knows, in alphabetical order.
std::vector<std::string> reference_operators();

}  // namespace bakeoff::model::reference
