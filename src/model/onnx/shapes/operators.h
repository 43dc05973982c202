#pragma once

#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/onnx/shapes/call.h"
#include "model/onnx/shapes/known.h"

namespace bakeoff::model::shapes {

/// All outputs that the operator can have, in order; a node may use fewer. Errors: kBadInput for attributes
/// and shapes that the operator's definition forbids (ONNX Operators.md), kUnsupported.
using Outputs = std::vector<Known>;
using ShapeFunction = Result<Outputs> (*)(const Call&);

struct Operator {
  ShapeFunction infer = nullptr;
  std::size_t required_inputs = 0;
};

/// The one list of the operators whose shapes bakeoff knows, by name (standard domain).
const std::map<std::string_view, Operator>& operators();

/// The element type of the first input in another shape.
Known with_shape(const Call& call, std::optional<Shape> shape);

/// Broadcast as ONNX Broadcasting.md; an unknown axis stays unknown unless another decides it. Errors:
/// kBadInput.
Result<Shape> broadcast(const Shape& a, const Shape& b);

// elementwise.cpp
Result<Outputs> infer_same(const Call& call);
Result<Outputs> infer_same_or_bool(const Call& call);
Result<Outputs> infer_same_computed(const Call& call);
Result<Outputs> infer_broadcast(const Call& call);
Result<Outputs> infer_comparison(const Call& call);
Result<Outputs> infer_where(const Call& call);
Result<Outputs> infer_cast(const Call& call);
Result<Outputs> infer_cast_like(const Call& call);
Result<Outputs> infer_softmax(const Call& call);
Result<Outputs> infer_dropout(const Call& call);

// convolution.cpp
Result<Outputs> infer_conv(const Call& call);
Result<Outputs> infer_conv_integer(const Call& call);
Result<Outputs> infer_qlinear_conv(const Call& call);
Result<Outputs> infer_conv_transpose(const Call& call);
Result<Outputs> infer_pool(const Call& call);
Result<Outputs> infer_global_pool(const Call& call);

// normalization.cpp
Result<Outputs> infer_batch_normalization(const Call& call);
Result<Outputs> infer_instance_normalization(const Call& call);
Result<Outputs> infer_group_normalization(const Call& call);
Result<Outputs> infer_layer_normalization(const Call& call);

// matrix.cpp
Result<Outputs> infer_gemm(const Call& call);
Result<Outputs> infer_matmul(const Call& call);
Result<Outputs> infer_matmul_integer(const Call& call);
Result<Outputs> infer_qlinear_matmul(const Call& call);

// einsum.cpp
Result<Outputs> infer_einsum(const Call& call);

// quantization.cpp
Result<Outputs> infer_quantize_linear(const Call& call);
Result<Outputs> infer_dequantize_linear(const Call& call);
Result<Outputs> infer_dynamic_quantize_linear(const Call& call);

// indexing.cpp
Result<Outputs> infer_gather_elements(const Call& call);
Result<Outputs> infer_gather_nd(const Call& call);
Result<Outputs> infer_top_k(const Call& call);
Result<Outputs> infer_one_hot(const Call& call);
Result<Outputs> infer_range(const Call& call);
Result<Outputs> infer_eye_like(const Call& call);

// reshaping.cpp
Result<Outputs> infer_flatten(const Call& call);
Result<Outputs> infer_reshape(const Call& call);
Result<Outputs> infer_transpose(const Call& call);
Result<Outputs> infer_squeeze(const Call& call);
Result<Outputs> infer_unsqueeze(const Call& call);
Result<Outputs> infer_expand(const Call& call);
Result<Outputs> infer_depth_to_space(const Call& call);
Result<Outputs> infer_space_to_depth(const Call& call);

// joining.cpp
Result<Outputs> infer_concat(const Call& call);
Result<Outputs> infer_split(const Call& call);
Result<Outputs> infer_gather(const Call& call);

// slicing.cpp
Result<Outputs> infer_slice(const Call& call);
Result<Outputs> infer_pad(const Call& call);
Result<Outputs> infer_tile(const Call& call);

// reduction.cpp
Result<Outputs> infer_reduce(const Call& call);
Result<Outputs> infer_arg_reduce(const Call& call);

// constants.cpp
Result<Outputs> infer_constant(const Call& call);
Result<Outputs> infer_constant_of_shape(const Call& call);
Result<Outputs> infer_shape(const Call& call);
Result<Outputs> infer_size(const Call& call);

// resize.cpp
Result<Outputs> infer_resize(const Call& call);
Result<Outputs> infer_upsample(const Call& call);

}  // namespace bakeoff::model::shapes
