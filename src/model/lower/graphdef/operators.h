#pragma once

#include <map>
#include <string_view>

#include "base/error.h"
#include "model/lower/graphdef/call.h"

namespace bakeoff::model::graphdef {

/// What an operator's outputs become, in order. Errors: kUnsupported (see unsupported()).
using LowerFunction = Result<Values> (*)(const Call&);

struct Operator {
  LowerFunction lower = nullptr;
  std::string_view limits = {};  ///< what of it is refused, for the documents
};

/// The one list of the operators that are lowered to GraphDef, by name (standard domain).
const std::map<std::string_view, Operator>& operators();

// elementwise.cpp
Result<Values> lower_unary(const Call& call);
Result<Values> lower_binary(const Call& call);
Result<Values> lower_variadic(const Call& call);
Result<Values> lower_comparison(const Call& call);
Result<Values> lower_logical(const Call& call);
Result<Values> lower_div(const Call& call);
Result<Values> lower_mod(const Call& call);
Result<Values> lower_pow(const Call& call);
Result<Values> lower_mean(const Call& call);
Result<Values> lower_not(const Call& call);
Result<Values> lower_is_inf(const Call& call);
Result<Values> lower_is_nan(const Call& call);
Result<Values> lower_where(const Call& call);
Result<Values> lower_cast(const Call& call);
Result<Values> lower_identity(const Call& call);

// activation.cpp
Result<Values> lower_celu(const Call& call);
Result<Values> lower_clip(const Call& call);
Result<Values> lower_elu(const Call& call);
Result<Values> lower_gelu(const Call& call);
Result<Values> lower_hard_sigmoid(const Call& call);
Result<Values> lower_hard_swish(const Call& call);
Result<Values> lower_leaky_relu(const Call& call);
Result<Values> lower_mish(const Call& call);
Result<Values> lower_prelu(const Call& call);
Result<Values> lower_selu(const Call& call);
Result<Values> lower_softmax(const Call& call);
Result<Values> lower_thresholded_relu(const Call& call);

// convolution.cpp, transposed_convolution.cpp
Result<Values> lower_conv(const Call& call);
Result<Values> lower_conv_transpose(const Call& call);

// pooling.cpp
Result<Values> lower_max_pool(const Call& call);
Result<Values> lower_average_pool(const Call& call);
Result<Values> lower_global_pool(const Call& call);

// normalization.cpp
Result<Values> lower_batch_normalization(const Call& call);
Result<Values> lower_group_normalization(const Call& call);
Result<Values> lower_instance_normalization(const Call& call);
Result<Values> lower_layer_normalization(const Call& call);
Result<Values> lower_lrn(const Call& call);

// matrix.cpp
Result<Values> lower_einsum(const Call& call);
Result<Values> lower_gemm(const Call& call);
Result<Values> lower_matmul(const Call& call);

// reshaping.cpp
Result<Values> lower_reshape(const Call& call);
Result<Values> lower_transpose(const Call& call);
Result<Values> lower_expand(const Call& call);
Result<Values> lower_tile(const Call& call);
Result<Values> lower_depth_to_space(const Call& call);
Result<Values> lower_space_to_depth(const Call& call);

// joining.cpp
Result<Values> lower_concat(const Call& call);
Result<Values> lower_split(const Call& call);
Result<Values> lower_gather(const Call& call);
Result<Values> lower_gather_elements(const Call& call);

// scattering.cpp
Result<Values> lower_gather_nd(const Call& call);
Result<Values> lower_one_hot(const Call& call);
Result<Values> lower_scatter_elements(const Call& call);
Result<Values> lower_scatter_nd(const Call& call);

// slicing.cpp
Result<Values> lower_slice(const Call& call);
Result<Values> lower_pad(const Call& call);
Result<Values> lower_trilu(const Call& call);

// reduction.cpp
Result<Values> lower_cum_sum(const Call& call);
Result<Values> lower_reduce(const Call& call);
Result<Values> lower_arg_reduce(const Call& call);
Result<Values> lower_top_k(const Call& call);

// quantization.cpp
Result<Values> lower_conv_integer(const Call& call);
Result<Values> lower_dequantize_linear(const Call& call);
Result<Values> lower_dynamic_quantize_linear(const Call& call);
Result<Values> lower_matmul_integer(const Call& call);
Result<Values> lower_qlinear_conv(const Call& call);
Result<Values> lower_qlinear_matmul(const Call& call);
Result<Values> lower_quantize_linear(const Call& call);

// resize.cpp
Result<Values> lower_resize(const Call& call);

}  // namespace bakeoff::model::graphdef
