#pragma once

#include <map>
#include <string_view>

#include "base/error.h"
#include "model/onnx/canonical/site.h"

namespace bakeoff::model::dialect {

/// Puts the canonical form of one node into the site's builder. Shapes and attributes that infer_shapes
/// checks are sound. Errors: kUnsupported, kBadInput without a place.
using RuleFunction = Result<void> (*)(Site&);

struct Rule {
  RuleFunction apply = nullptr;
  /// The attributes of the canonical node as far as they come from the file, with the values that stand for
  /// missing ones. Others are dropped.
  Attributes defaults = {};
};

/// The one list of the operators that canonical knows, by name.
const std::map<std::string_view, Rule>& rules();

/// The node's attributes as far as `defaults` names them. Errors: kBadInput for another type.
Result<Attributes> filled_in(const Node& node, const Attributes& defaults);

// elementwise.cpp
Result<void> keep(Site& site);
Result<void> keep_on_axis(Site& site);
Result<void> keep_variadic(Site& site);
Result<void> pass_through(Site& site);
Result<void> rewrite_bit_shift(Site& site);
Result<void> rewrite_cast(Site& site);
Result<void> rewrite_cast_like(Site& site);
Result<void> rewrite_clip(Site& site);
Result<void> rewrite_dropout(Site& site);
Result<void> rewrite_einsum(Site& site);
Result<void> rewrite_lrn(Site& site);

// constants.cpp
Result<void> rewrite_constant(Site& site);
Result<void> rewrite_constant_of_shape(Site& site);
Result<void> rewrite_range(Site& site);
Result<void> rewrite_eye_like(Site& site);
Result<void> refuse_constant(Site& site);

// windows.cpp
Result<void> rewrite_conv(Site& site);
Result<void> rewrite_conv_transpose(Site& site);
Result<void> rewrite_pool(Site& site);

// normalization.cpp
Result<void> rewrite_batch_normalization(Site& site);
Result<void> rewrite_group_normalization(Site& site);
Result<void> rewrite_mean_variance_normalization(Site& site);
Result<void> rewrite_softmax(Site& site);

// reshaping.cpp
Result<void> rewrite_reshape(Site& site);
Result<void> rewrite_transpose(Site& site);
Result<void> rewrite_expand(Site& site);
Result<void> rewrite_tile(Site& site);

// joining.cpp
Result<void> rewrite_concat(Site& site);
Result<void> rewrite_split(Site& site);
Result<void> rewrite_gather(Site& site);

// slicing.cpp
Result<void> rewrite_slice(Site& site);
Result<void> rewrite_pad(Site& site);

// reduction.cpp
Result<void> rewrite_reduce(Site& site);

// parameters.cpp
Result<void> rewrite_top_k(Site& site);
Result<void> rewrite_cum_sum(Site& site);
Result<void> rewrite_trilu(Site& site);
Result<void> rewrite_one_hot(Site& site);

// quantization.cpp
Result<void> rewrite_quantize(Site& site);

// resize.cpp
Result<void> rewrite_resize(Site& site);

}  // namespace bakeoff::model::dialect
