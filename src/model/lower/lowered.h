#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// An input or output of a lowered model. Where the runtime's own users keep their tensors in another order
/// of axes than ONNX does (channels last), the lowered model takes and gives that order, so that no
/// conversion is timed that they would not have.
struct LoweredTensor {
  std::string name;  ///< in the lowered model
  ElementType type = ElementType::kFloat;
  std::vector<std::int64_t> dims;  ///< as the lowered model has them
  std::vector<std::size_t>
      axes;  ///< axis i of the lowered tensor is axis axes[i] of the graph's; empty: the same
  bool operator==(const LoweredTensor&) const = default;
};

/// A model in the form of another runtime: one file, and how its inputs and outputs relate to those of the
/// ONNX graph, which stand in the same order.
struct Lowered {
  std::string bytes;
  std::vector<LoweredTensor> inputs;
  std::vector<LoweredTensor> outputs;
};

}  // namespace bakeoff::model
