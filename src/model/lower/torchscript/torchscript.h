#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "model/lower/lowered.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// A canonical graph (onnx/canonical.h) as a TorchScript archive, a file that torch::jit::load opens: weights
/// as its data records, forward() taking and giving tensors in the order, the types and the axes of the
/// graph. Several outputs come as a tuple. It loads in torch 2.0 and later. Errors: kUnsupported naming
/// operator and node.
Result<Lowered> to_torchscript(const Graph& canonical);

/// The operators it knows, in alphabetical order.
std::vector<std::string> torchscript_operators();

}  // namespace bakeoff::model
