#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bakeoff::model {

/// The lengths of a tensor's axes in another order: entry i is dims[axes[i]]. No axes: the same order.
std::vector<std::int64_t> permuted_dims(std::span<const std::int64_t> dims,
                                        std::span<const std::size_t> axes);

/// A dense row-major tensor with its axes in another order (LoweredTensor::axes): axis i of the result is
/// axis axes[i] of the data, whose lengths are `dims`. `element` is the size of one element in bytes;
/// data.size() is that of the tensor.
std::string permuted(std::string_view data, std::size_t element, std::span<const std::int64_t> dims,
                     std::span<const std::size_t> axes);

/// The axes that undo `axes`.
std::vector<std::size_t> inverse(std::span<const std::size_t> axes);

/// Whether `axes` names each axis of a tensor of `rank` axes once, or is empty.
bool is_order_of(std::span<const std::size_t> axes, std::size_t rank);

}  // namespace bakeoff::model
