#pragma once

#include <string>
#include <string_view>

#include "model/lower/torchscript/call.h"
#include "model/onnx/graph.h"

namespace bakeoff::model::torchscript {

/// The expression whose value is the node's output, or the tuple of its outputs.
using Operator = std::string (*)(Call& call);

/// The line of the one table; nullptr for an operator that is not in it.
const Operator* find_operator(const Node& node);

// elementwise.cpp
std::string lower_unary(Call& call);
std::string lower_unary_in_place(Call& call);
std::string lower_add(Call& call);
std::string lower_is_inf(Call& call);
std::string lower_softsign(Call& call);
std::string lower_binary(Call& call);
std::string lower_div(Call& call);
std::string lower_mod(Call& call);
std::string lower_pow(Call& call);
std::string lower_variadic(Call& call);
std::string lower_mean(Call& call);
std::string lower_where(Call& call);
std::string lower_cast(Call& call);
std::string lower_identity(Call& call);

// activation.cpp
std::string lower_leaky_relu(Call& call);
std::string lower_elu(Call& call);
std::string lower_selu(Call& call);
std::string lower_celu(Call& call);
std::string lower_thresholded_relu(Call& call);
std::string lower_prelu(Call& call);
std::string lower_hard_sigmoid(Call& call);
std::string lower_gelu(Call& call);
std::string lower_clip(Call& call);
std::string lower_softmax(Call& call);

// convolution.cpp
std::string lower_conv(Call& call);
std::string lower_conv_transpose(Call& call);

// pooling.cpp
std::string lower_max_pool(Call& call);
std::string lower_average_pool(Call& call);
std::string lower_global_average_pool(Call& call);
std::string lower_global_max_pool(Call& call);

// normalization.cpp
std::string lower_batch_normalization(Call& call);
std::string lower_instance_normalization(Call& call);
std::string lower_group_normalization(Call& call);
std::string lower_layer_normalization(Call& call);
std::string lower_lrn(Call& call);

// matrix.cpp
std::string lower_gemm(Call& call);
std::string lower_matmul(Call& call);
std::string lower_einsum(Call& call);

// reshaping.cpp
std::string lower_reshape(Call& call);
std::string lower_transpose(Call& call);
std::string lower_expand(Call& call);
std::string lower_tile(Call& call);
std::string lower_depth_to_space(Call& call);
std::string lower_space_to_depth(Call& call);

// joining.cpp
std::string lower_concat(Call& call);
std::string lower_split(Call& call);
std::string lower_slice(Call& call);
std::string lower_pad(Call& call);

// indexing.cpp
std::string lower_gather(Call& call);
std::string lower_gather_elements(Call& call);
std::string lower_gather_nd(Call& call);
std::string lower_scatter_nd(Call& call);
std::string lower_scatter_elements(Call& call);
std::string lower_one_hot(Call& call);
std::string lower_trilu(Call& call);
std::string lower_top_k(Call& call);
std::string lower_arg_reduce(Call& call);

// reduction.cpp
std::string lower_reduce(Call& call);
std::string lower_cum_sum(Call& call);

// resize.cpp
std::string lower_resize(Call& call);

// quantization.cpp
std::string lower_quantize_linear(Call& call);
std::string lower_dequantize_linear(Call& call);
std::string lower_dynamic_quantize_linear(Call& call);

// quantized.cpp
std::string lower_conv_integer(Call& call);
std::string lower_matmul_integer(Call& call);
std::string lower_qlinear_conv(Call& call);
std::string lower_qlinear_matmul(Call& call);

}  // namespace bakeoff::model::torchscript
