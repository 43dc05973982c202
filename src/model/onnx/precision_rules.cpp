#include "model/onnx/precision_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace bakeoff::model {
namespace {

// Read off the type constraints of ONNX's own schemas: opset 12 for float16, 22 for bfloat16 (with_precision
// raises to that). Operators that only runtimes' kernels lack are not here: a runtime may convert around them
// by itself, and says so by its results.
constexpr std::array<std::string_view, 10> kFloatOnly{"ConstantOfShape",
                                                      "Celu",
                                                      "DequantizeLinear",
                                                      "DynamicQuantizeLinear",
                                                      "NonMaxSuppression",
                                                      "QLinearConv",
                                                      "QLinearMatMul",
                                                      "QuantizeLinear",
                                                      "Range",
                                                      "IsInf"};
constexpr std::array<std::string_view, 1> kNotInBfloat16{"TopK"};

bool is_in(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool stays_float(const Node& node, ElementType narrow) {
  // Its mean and deviation, if they are asked for, are float32 beside a narrow result.
  if (node.op_type == "LayerNormalization") return node.outputs.size() > 1;
  return is_in(kFloatOnly, node.op_type) ||
         (narrow == ElementType::kBfloat16 && is_in(kNotInBfloat16, node.op_type));
}

bool takes_float(const Node& node, std::size_t input, std::int64_t opset) {
  if (node.op_type == "Resize") return input == 1 || (opset >= 11 && input == 2);  // region, scales
  if (node.op_type == "Upsample") return input == 1;                               // scales
  if (node.op_type == "Dropout") return input == 1;                                // ratio
  if (node.op_type == "BatchNormalization") {
    // Mean and variance have a type of their own from opset 14 on, scale and shift from 15 on.
    return opset >= 15 ? input >= 1 : opset == 14 && input >= 3;
  }
  return false;
}

bool may_be_infinite(const Node& node, std::size_t input) {
  return node.op_type == "Clip" && (input == 1 || input == 2);
}

}  // namespace bakeoff::model
