#include "model/onnx/canonical/rules.h"

namespace bakeoff::model::dialect {
namespace {

Attribute integer(std::int64_t value) {
  return value;
}
Attribute text(const char* value) {
  return std::string(value);
}

Attributes resize_attributes() {
  return {{"mode", text("nearest")},
          {"coordinate_transformation_mode", text("half_pixel")},
          {"nearest_mode", text("round_prefer_floor")},
          {"cubic_coeff_a", -0.75F},
          {"exclude_outside", integer(0)},
          {"extrapolation_value", 0.0F},
          {"antialias", integer(0)}};
}

}  // namespace

Result<Attributes> filled_in(const Node& node, const Attributes& defaults) {
  Attributes filled = defaults;
  for (auto& [name, value] : filled) {
    const auto given = node.attributes.find(name);
    if (given == node.attributes.end()) continue;
    if (given->second.index() != value.index()) {
      return shapes::bad("attribute '" + name + "' has the wrong type");
    }
    value = given->second;
  }
  return filled;
}

const std::map<std::string_view, Rule>& rules() {
  static const std::map<std::string_view, Rule> kTable = {
      {"Abs", {keep}},
      {"Acos", {keep}},
      {"Acosh", {keep}},
      {"Add", {keep}},
      {"And", {keep}},
      {"ArgMax",
       {keep_on_axis, {{"axis", integer(0)}, {"keepdims", integer(1)}, {"select_last_index", integer(0)}}}},
      {"ArgMin",
       {keep_on_axis, {{"axis", integer(0)}, {"keepdims", integer(1)}, {"select_last_index", integer(0)}}}},
      {"Asin", {keep}},
      {"Asinh", {keep}},
      {"Atan", {keep}},
      {"Atanh", {keep}},
      {"AveragePool", {rewrite_pool, {{"count_include_pad", integer(0)}}}},
      {"BatchNormalization", {rewrite_batch_normalization, {{"epsilon", 1e-5F}}}},
      {"BitShift", {rewrite_bit_shift, {{"direction", text("")}}}},
      {"BitwiseAnd", {keep}},
      {"BitwiseNot", {keep}},
      {"BitwiseOr", {keep}},
      {"BitwiseXor", {keep}},
      {"Cast", {rewrite_cast, {{"to", integer(0)}}}},
      {"CastLike", {rewrite_cast_like}},
      {"Ceil", {keep}},
      {"Celu", {keep, {{"alpha", 1.0F}}}},
      {"Clip", {rewrite_clip}},
      {"Concat", {rewrite_concat, {{"axis", integer(1)}}}},
      {"Constant", {rewrite_constant}},
      {"ConstantOfShape", {rewrite_constant_of_shape}},
      {"Conv", {rewrite_conv, {{"group", integer(1)}}}},
      {"ConvInteger", {rewrite_conv, {{"group", integer(1)}}}},
      {"ConvTranspose", {rewrite_conv_transpose, {{"group", integer(1)}}}},
      {"Cos", {keep}},
      {"Cosh", {keep}},
      {"CumSum", {rewrite_cum_sum, {{"exclusive", integer(0)}, {"reverse", integer(0)}}}},
      {"DepthToSpace", {keep, {{"blocksize", integer(0)}, {"mode", text("DCR")}}}},
      {"DequantizeLinear", {rewrite_quantize, {{"axis", integer(1)}}}},
      {"Div", {keep}},
      {"Dropout", {rewrite_dropout}},
      {"DynamicQuantizeLinear", {keep}},
      {"Einsum", {rewrite_einsum, {{"equation", text("")}}}},
      {"Elu", {keep, {{"alpha", 1.0F}}}},
      {"Equal", {keep}},
      {"Erf", {keep}},
      {"Exp", {keep}},
      {"Expand", {rewrite_expand}},
      {"EyeLike", {rewrite_eye_like, {{"k", integer(0)}}}},
      {"Flatten", {rewrite_reshape}},
      {"Floor", {keep}},
      {"Gather", {rewrite_gather, {{"axis", integer(0)}}}},
      {"GatherElements", {rewrite_gather, {{"axis", integer(0)}}}},
      {"GatherND", {keep, {{"batch_dims", integer(0)}}}},
      {"Gelu", {keep, {{"approximate", text("none")}}}},
      {"Gemm", {keep, {{"alpha", 1.0F}, {"beta", 1.0F}, {"transA", integer(0)}, {"transB", integer(0)}}}},
      {"GlobalAveragePool", {keep}},
      {"GlobalLpPool", {keep, {{"p", integer(2)}}}},
      {"GlobalMaxPool", {keep}},
      {"Greater", {keep}},
      {"GreaterOrEqual", {keep}},
      {"GroupNormalization", {rewrite_group_normalization, {{"num_groups", integer(0)}, {"epsilon", 1e-5F}}}},
      {"HardSigmoid", {keep, {{"alpha", 0.2F}, {"beta", 0.5F}}}},
      {"HardSwish", {keep}},
      {"Hardmax", {rewrite_softmax, {{"axis", integer(-1)}}}},
      {"Identity", {pass_through}},
      {"InstanceNormalization", {keep, {{"epsilon", 1e-5F}}}},
      {"IsInf", {keep, {{"detect_negative", integer(1)}, {"detect_positive", integer(1)}}}},
      {"IsNaN", {keep}},
      {"LRN", {rewrite_lrn, {{"alpha", 1e-4F}, {"beta", 0.75F}, {"bias", 1.0F}, {"size", integer(0)}}}},
      {"LayerNormalization", {keep_on_axis, {{"axis", integer(-1)}, {"epsilon", 1e-5F}}}},
      {"LeakyRelu", {keep, {{"alpha", 0.01F}}}},
      {"Less", {keep}},
      {"LessOrEqual", {keep}},
      {"Log", {keep}},
      {"LogSoftmax", {rewrite_softmax, {{"axis", integer(-1)}}}},
      {"LpNormalization", {keep_on_axis, {{"axis", integer(-1)}, {"p", integer(2)}}}},
      {"LpPool", {rewrite_pool, {{"p", integer(2)}}}},
      {"MatMul", {keep}},
      {"MatMulInteger", {keep}},
      {"Max", {keep_variadic}},
      {"MaxPool", {rewrite_pool}},
      {"Mean", {keep_variadic}},
      {"MeanVarianceNormalization", {rewrite_mean_variance_normalization, {{"axes", Dims{0, 2, 3}}}}},
      {"Min", {keep_variadic}},
      {"Mish", {keep}},
      {"Mod", {keep, {{"fmod", integer(0)}}}},
      {"Mul", {keep}},
      {"Neg", {keep}},
      {"Not", {keep}},
      {"OneHot", {rewrite_one_hot, {{"axis", integer(-1)}}}},
      {"Or", {keep}},
      {"PRelu", {keep}},
      {"Pad", {rewrite_pad, {{"mode", text("constant")}, {"value", 0.0F}}}},
      {"Pow", {keep}},
      {"QLinearConv", {rewrite_conv, {{"group", integer(1)}}}},
      {"QLinearMatMul", {keep}},
      {"QuantizeLinear", {rewrite_quantize, {{"axis", integer(1)}}}},
      {"Range", {rewrite_range}},
      {"Reciprocal", {keep}},
      {"ReduceL1", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceL2", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceLogSum", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceLogSumExp", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceMax", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceMean", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceMin", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceProd", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceSum", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"ReduceSumSquare", {rewrite_reduce, {{"keepdims", integer(1)}}}},
      {"Relu", {keep}},
      {"Reshape", {rewrite_reshape}},
      {"Resize", {rewrite_resize, resize_attributes()}},
      {"Round", {keep}},
      {"ScatterElements", {keep_on_axis, {{"axis", integer(0)}, {"reduction", text("none")}}}},
      {"ScatterND", {keep, {{"reduction", text("none")}}}},
      {"Selu", {keep, {{"alpha", 1.67326319217681884765625F}, {"gamma", 1.05070102214813232421875F}}}},
      {"Shape", {refuse_constant}},
      {"Shrink", {keep, {{"bias", 0.0F}, {"lambd", 0.5F}}}},
      {"Sigmoid", {keep}},
      {"Sign", {keep}},
      {"Sin", {keep}},
      {"Sinh", {keep}},
      {"Size", {refuse_constant}},
      {"Slice", {rewrite_slice}},
      {"Softmax", {rewrite_softmax, {{"axis", integer(-1)}}}},
      {"Softplus", {keep}},
      {"Softsign", {keep}},
      {"SpaceToDepth", {keep, {{"blocksize", integer(0)}}}},
      {"Split", {rewrite_split, {{"axis", integer(0)}}}},
      {"Sqrt", {keep}},
      {"Squeeze", {rewrite_reshape}},
      {"Sub", {keep}},
      {"Sum", {keep_variadic}},
      {"Tan", {keep}},
      {"Tanh", {keep}},
      {"ThresholdedRelu", {keep, {{"alpha", 1.0F}}}},
      {"Tile", {rewrite_tile}},
      {"TopK", {rewrite_top_k, {{"axis", integer(-1)}, {"largest", integer(1)}, {"sorted", integer(1)}}}},
      {"Transpose", {rewrite_transpose}},
      {"Trilu", {rewrite_trilu, {{"upper", integer(1)}}}},
      {"Unsqueeze", {rewrite_reshape}},
      {"Upsample", {rewrite_resize, resize_attributes()}},
      {"Where", {keep}},
      {"Xor", {keep}},
  };
  return kTable;
}

}  // namespace bakeoff::model::dialect
