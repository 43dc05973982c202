#pragma once

#include <string>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// Where `canonical` breaks what canonical.h promises of the canonical form of `original`; empty if nowhere.
/// Written from that text and the ONNX specification alone.
std::vector<std::string> dialect_faults(const Graph& original, const Graph& canonical);

}  // namespace bakeoff::model
