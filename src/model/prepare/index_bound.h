#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// How many rows the smallest table has that values of this input select from (Gather, GatherElements), as
/// far as they reach one unchanged: the input's values must stay below. Nothing if it selects from no table
/// of known size.
std::optional<std::int64_t> index_bound(const Graph& graph, const std::string& input);

}  // namespace bakeoff::model
