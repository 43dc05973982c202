#include "model/lower/torchscript/operators.h"

#include <map>

#include "model/lower/torchscript/torchscript.h"

namespace bakeoff::model {
namespace torchscript {
namespace {

const std::map<std::string_view, Operator>& operators() {
  static const std::map<std::string_view, Operator> kTable = {
      {"Abs", lower_unary},
      {"Acos", lower_unary},
      {"Acosh", lower_unary},
      {"Add", lower_add},
      {"And", lower_binary},
      {"ArgMax", lower_arg_reduce},
      {"ArgMin", lower_arg_reduce},
      {"Asin", lower_unary},
      {"Asinh", lower_unary},
      {"Atan", lower_unary},
      {"Atanh", lower_unary},
      {"AveragePool", lower_average_pool},
      {"BatchNormalization", lower_batch_normalization},
      {"Cast", lower_cast},
      {"Ceil", lower_unary},
      {"Celu", lower_celu},
      {"Clip", lower_clip},
      {"Concat", lower_concat},
      {"Conv", lower_conv},
      {"ConvInteger", lower_conv_integer},
      {"ConvTranspose", lower_conv_transpose},
      {"Cos", lower_unary},
      {"Cosh", lower_unary},
      {"CumSum", lower_cum_sum},
      {"DepthToSpace", lower_depth_to_space},
      {"DequantizeLinear", lower_dequantize_linear},
      {"Div", lower_div},
      {"DynamicQuantizeLinear", lower_dynamic_quantize_linear},
      {"Einsum", lower_einsum},
      {"Elu", lower_elu},
      {"Equal", lower_binary},
      {"Erf", lower_unary},
      {"Exp", lower_unary},
      {"Expand", lower_expand},
      {"Floor", lower_unary},
      {"Gather", lower_gather},
      {"GatherElements", lower_gather_elements},
      {"GatherND", lower_gather_nd},
      {"Gelu", lower_gelu},
      {"Gemm", lower_gemm},
      {"GlobalAveragePool", lower_global_average_pool},
      {"GlobalMaxPool", lower_global_max_pool},
      {"Greater", lower_binary},
      {"GreaterOrEqual", lower_binary},
      {"GroupNormalization", lower_group_normalization},
      {"HardSigmoid", lower_hard_sigmoid},
      {"HardSwish", lower_unary_in_place},
      {"Identity", lower_identity},
      {"InstanceNormalization", lower_instance_normalization},
      {"IsInf", lower_is_inf},
      {"IsNaN", lower_unary},
      {"LRN", lower_lrn},
      {"LayerNormalization", lower_layer_normalization},
      {"LeakyRelu", lower_leaky_relu},
      {"Less", lower_binary},
      {"LessOrEqual", lower_binary},
      {"Log", lower_unary},
      {"LogSoftmax", lower_softmax},
      {"MatMul", lower_matmul},
      {"MatMulInteger", lower_matmul_integer},
      {"Max", lower_variadic},
      {"MaxPool", lower_max_pool},
      {"Mean", lower_mean},
      {"Min", lower_variadic},
      {"Mish", lower_unary},
      {"Mod", lower_mod},
      {"Mul", lower_binary},
      {"Neg", lower_unary},
      {"Not", lower_unary},
      {"OneHot", lower_one_hot},
      {"Or", lower_binary},
      {"PRelu", lower_prelu},
      {"Pad", lower_pad},
      {"Pow", lower_pow},
      {"QLinearConv", lower_qlinear_conv},
      {"QLinearMatMul", lower_qlinear_matmul},
      {"QuantizeLinear", lower_quantize_linear},
      {"Reciprocal", lower_unary},
      {"ReduceL1", lower_reduce},
      {"ReduceL2", lower_reduce},
      {"ReduceLogSum", lower_reduce},
      {"ReduceLogSumExp", lower_reduce},
      {"ReduceMax", lower_reduce},
      {"ReduceMean", lower_reduce},
      {"ReduceMin", lower_reduce},
      {"ReduceProd", lower_reduce},
      {"ReduceSum", lower_reduce},
      {"ReduceSumSquare", lower_reduce},
      {"Relu", lower_unary_in_place},
      {"Reshape", lower_reshape},
      {"Resize", lower_resize},
      {"Round", lower_unary},
      {"ScatterElements", lower_scatter_elements},
      {"ScatterND", lower_scatter_nd},
      {"Selu", lower_selu},
      {"Sigmoid", lower_unary},
      {"Sign", lower_unary},
      {"Sin", lower_unary},
      {"Sinh", lower_unary},
      {"Slice", lower_slice},
      {"Softmax", lower_softmax},
      {"Softplus", lower_unary},
      {"Softsign", lower_softsign},
      {"SpaceToDepth", lower_space_to_depth},
      {"Split", lower_split},
      {"Sqrt", lower_unary},
      {"Sub", lower_binary},
      {"Sum", lower_variadic},
      {"Tan", lower_unary},
      {"Tanh", lower_unary},
      {"ThresholdedRelu", lower_thresholded_relu},
      {"Tile", lower_tile},
      {"TopK", lower_top_k},
      {"Transpose", lower_transpose},
      {"Trilu", lower_trilu},
      {"Where", lower_where},
      {"Xor", lower_binary},
  };
  return kTable;
}

}  // namespace

const Operator* find_operator(const Node& node) {
  const auto found = operators().find(node.op_type);
  return node.domain.empty() && found != operators().end() ? &found->second : nullptr;
}

}  // namespace torchscript

std::vector<std::string> torchscript_operators() {
  std::vector<std::string> names;
  for (const auto& row : torchscript::operators()) names.emplace_back(row.first);
  return names;
}

}  // namespace bakeoff::model
