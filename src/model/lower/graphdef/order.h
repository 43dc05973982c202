#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model::graphdef {

using Dims = std::vector<std::int64_t>;

/// In which order a tensor keeps its axes: axis i of the lowered one is axis order[i] of ONNX's.
using Order = std::vector<std::size_t>;

/// That of ONNX.
Order natural_order(std::size_t rank);

/// (0, 2, ..., rank - 1, 1): where TensorFlow's images have their channels.
Order channels_last(std::size_t rank);

/// Where ONNX's `axis` stands.
std::size_t position(const Order& order, std::size_t axis);

/// `dims`, given as ONNX has them, in `order`.
Dims in_order(const Dims& dims, const Order& order);

/// The permutation that takes `from` to `to`: axis i of the result is axis [i] of what stands in `from`.
Order permutation(const Order& from, const Order& to);

/// Whether the same bytes are `dims` in both orders, as only axes of length 1 change places.
bool same_bytes(const Dims& dims, const Order& from, const Order& to);

/// The order after ONNX's Transpose, which renames axes and moves nothing.
Order transposed(const Order& order, const std::vector<std::int64_t>& perm);

/// A Reshape of a tensor that is kept in some order: first brought into `before`, its bytes then are a
/// tensor of `lowered` dims that is the result in order `after`. `before` is the order it has wherever the
/// axes that are merged or split stand together, so that most reshapes move nothing.
struct ReshapePlan {
  Order before;
  Dims lowered;
  Order after;
};
ReshapePlan plan_reshape(const Dims& dims, const Order& order, const Dims& result);

/// The same constant with its axes in `order`.
Tensor permuted(const Tensor& tensor, const Order& order);

}  // namespace bakeoff::model::graphdef
