#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// a * b; nothing if negative or past 2^63 - 1.
std::optional<std::int64_t> checked_product(std::int64_t a, std::int64_t b);

/// The number of elements of a shape; nothing for a negative axis or a product past 2^63 - 1.
std::optional<std::int64_t> element_count(std::span<const std::int64_t> dims);

/// The number of bytes of a tensor; nothing as above and for types without a size.
std::optional<std::int64_t> byte_count(ElementType type, std::span<const std::int64_t> dims);

/// Bytes of all tensors that the graph holds, in initializers and in attributes, and of what it only carries.
std::uint64_t weight_bytes(const Graph& graph);

/// "[1, 3, 224, 224]".
std::string to_string(std::span<const std::int64_t> dims);

/// "[N, 3, ?, 224]".
std::string to_string(const Shape& shape);

/// The shape with all axes known.
Shape to_shape(std::span<const std::int64_t> dims);

/// The axes as numbers; nothing if one is not known.
std::optional<std::vector<std::int64_t>> to_dims(const Shape& shape);

}  // namespace bakeoff::model
