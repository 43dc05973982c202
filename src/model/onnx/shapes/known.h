#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model::shapes {

/// The elements of a small tensor: integers and booleans as int64, floats as double.
using Numbers = std::variant<std::vector<std::int64_t>, std::vector<double>>;

/// Values are followed only through tensors of at most this many elements: shape arithmetic needs a handful.
inline constexpr std::int64_t kMostNumbers = 256;

/// No axis of a tensor may be longer: runtimes index with int, and products of two stay inside int64.
inline constexpr std::int64_t kLongestAxis = 0x7fffffff;

/// More axes than any runtime takes.
inline constexpr std::size_t kMostAxes = 64;

/// What inference knows about one value.
struct Known {
  ElementType type = ElementType::kUndefined;
  std::optional<Shape> shape;      ///< nothing: the rank is unknown
  std::optional<Numbers> numbers;  ///< row-major, as many as the shape has elements
};

/// The elements of a tensor; nothing for large ones and for types that shape arithmetic does not use.
std::optional<Numbers> numbers_of(const Tensor& tensor);

/// The value of a constant.
Known known_of(const Tensor& tensor);

/// One axis of a view of a tensor's elements: how many, and how many elements of the tensor apart.
struct ViewAxis {
  std::int64_t count = 0;
  std::int64_t stride = 0;
};

/// A view of row-major elements of `shape` as it is, axis by axis; every length is known.
std::vector<ViewAxis> view_of(const Shape& shape);

/// The elements that a view which begins at element `offset` shows, row-major; all lie inside `numbers`.
Numbers viewed(const Numbers& numbers, std::int64_t offset, const std::vector<ViewAxis>& view);

/// A known integer vector, as an operator would have computed it.
Known known_integers(std::vector<std::int64_t> values);

/// The elements as integers; nothing if they are not known or not integers.
const std::vector<std::int64_t>* integers(const Known* known);

/// The elements as real numbers, whatever type they have.
std::optional<std::vector<double>> reals(const Known* known);

inline Dim axis_of(std::int64_t length) {
  return Dim{.value = length, .name = {}};
}
inline Dim unknown_axis() {
  return Dim{};
}

}  // namespace bakeoff::model::shapes
