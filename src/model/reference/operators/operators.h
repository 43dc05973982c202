#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/reference/call.h"
#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// All outputs of a node, in order. Errors: kBadInput where data, not shapes, are impossible (an index past
/// its table); kUnsupported for what the reference leaves out of an operator.
using Outcome = Result<std::vector<Value>>;
using Evaluate = Outcome (*)(const Call&);

/// What operators have in common, for the documents.
enum class Family {
  kElementwise,
  kConvolution,
  kMatrix,
  kNormalization,
  kReduction,
  kMovement,
  kQuantization
};

struct Operator {
  Evaluate evaluate = nullptr;
  Family family = Family::kElementwise;
};

/// The one list of the operators that the reference executes, by name (standard domain).
const std::map<std::string_view, Operator>& operators();

/// A single output.
Outcome one(Value value);

// elementwise.cpp
Outcome evaluate_unary(const Call& call);
// predicates.cpp
Outcome evaluate_predicate(const Call& call);
// activations.cpp
Outcome evaluate_activation(const Call& call);
Outcome evaluate_clip(const Call& call);
Outcome evaluate_prelu(const Call& call);
// binary.cpp
Outcome evaluate_binary(const Call& call);
Outcome evaluate_variadic(const Call& call);
Outcome evaluate_where(const Call& call);
// comparison.cpp
Outcome evaluate_comparison(const Call& call);

// convolution.cpp
Outcome evaluate_conv(const Call& call);
// transposed_convolution.cpp
Outcome evaluate_conv_transpose(const Call& call);
// pooling.cpp
Outcome evaluate_max_pool(const Call& call);
Outcome evaluate_average_pool(const Call& call);
Outcome evaluate_lp_pool(const Call& call);
Outcome evaluate_global_pool(const Call& call);
// resize.cpp
Outcome evaluate_resize(const Call& call);

// matrix.cpp
Outcome evaluate_matmul(const Call& call);
Outcome evaluate_gemm(const Call& call);
// einsum.cpp
Outcome evaluate_einsum(const Call& call);

// normalization.cpp
Outcome evaluate_batch_normalization(const Call& call);
Outcome evaluate_instance_normalization(const Call& call);
Outcome evaluate_group_normalization(const Call& call);
Outcome evaluate_layer_normalization(const Call& call);
Outcome evaluate_mean_variance_normalization(const Call& call);
Outcome evaluate_lp_normalization(const Call& call);
Outcome evaluate_lrn(const Call& call);
// softmax.cpp
Outcome evaluate_softmax(const Call& call);

// reduction.cpp
Outcome evaluate_reduce(const Call& call);
// ranking.cpp
Outcome evaluate_arg_reduce(const Call& call);
Outcome evaluate_top_k(const Call& call);
// cumulation.cpp
Outcome evaluate_cumsum(const Call& call);

// movement.cpp
Outcome evaluate_reshape(const Call& call);
Outcome evaluate_transpose(const Call& call);
Outcome evaluate_concat(const Call& call);
Outcome evaluate_split(const Call& call);
Outcome evaluate_slice(const Call& call);
Outcome evaluate_expand(const Call& call);
Outcome evaluate_tile(const Call& call);
Outcome evaluate_depth_to_space(const Call& call);
Outcome evaluate_space_to_depth(const Call& call);
// filling.cpp
Outcome evaluate_pad(const Call& call);
Outcome evaluate_trilu(const Call& call);
Outcome evaluate_one_hot(const Call& call);
// cast.cpp
Outcome evaluate_cast(const Call& call);
// gathering.cpp
Outcome evaluate_gather(const Call& call);
Outcome evaluate_gather_elements(const Call& call);
Outcome evaluate_gather_nd(const Call& call);
// scattering.cpp
Outcome evaluate_scatter_elements(const Call& call);
Outcome evaluate_scatter_nd(const Call& call);

// quantization.cpp
Outcome evaluate_quantize(const Call& call);
Outcome evaluate_dequantize(const Call& call);
Outcome evaluate_dynamic_quantize(const Call& call);
// quantized_products.cpp
Outcome evaluate_qlinear_conv(const Call& call);
Outcome evaluate_conv_integer(const Call& call);
Outcome evaluate_qlinear_matmul(const Call& call);
Outcome evaluate_matmul_integer(const Call& call);

}  // namespace bakeoff::model::reference
