#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "model/lower/lowered.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// A canonical graph (onnx/canonical.h) as a binary GraphDef for TensorFlow. Images are kept channels last:
/// inputs that lead to a convolution or the like, and what is made of them (LoweredTensor.axes says so);
/// axes are moved only where an operator needs ONNX's order. Inputs are placeholders and outputs identities,
/// by the names of LoweredTensor. Errors: kUnsupported naming operator and node, or for 2 GiB or more.
Result<Lowered> to_graphdef(const Graph& canonical);

/// The operators that to_graphdef knows, in alphabetical order, and what of each it refuses.
std::vector<std::pair<std::string, std::string>> graphdef_operators();

}  // namespace bakeoff::model
