#pragma once

#include "model/onnx/graph.h"
#include "record/cell.h"

namespace bakeoff::model::reference {

/// The largest relative error of a right answer: 8 times what an honest execution at that precision has, at
/// least 1e-4 (fp32), 2e-3 (fp16), 1.6e-2 (bf16), and at most 0.5, so that zeros are never right. An emulated
/// error that is infinite or NaN (the network overflows at that precision) earns nobody more than the least.
double tolerance(Precision precision, double emulated_error);

/// True if the graph rounds to integers of 8 or 16 bits on the way: each element is then one step away from
/// another honest answer, whatever the precision.
bool quantises(const Graph& graph);

/// The emulated error that such a graph is to be given at least: a step of 8 bits. An emulation does not show
/// it, since it rounds the same sums as the exact execution; one step of the last layer was seen to be 2.3e-2
/// of the largest output (ResNet-18 in QDQ form).
inline constexpr double kQuantisedError = 1.0 / 128;

}  // namespace bakeoff::model::reference
