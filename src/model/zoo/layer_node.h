#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/onnx/graph.h"
#include "model/zoo/builder.h"

namespace bakeoff::model {

/// A node named like its one output.
Node layer_node(std::string_view op_type, const std::string& name, std::vector<std::string> inputs);

/// How often a window fits into an axis of `size`, padded on both sides.
std::int64_t output_size(std::int64_t size, std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                         Rounding rounding);

}  // namespace bakeoff::model
