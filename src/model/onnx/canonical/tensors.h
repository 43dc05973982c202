#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/onnx/graph.h"
#include "model/onnx/shapes/known.h"

namespace bakeoff::model::dialect {

using Dims = std::vector<std::int64_t>;

/// Some elements of a tensor in another order: element [i, j, ...] of the result is element
/// start + i * strides[0] + j * strides[1] + ... of the source, which must exist.
struct View {
  Dims dims;
  Dims strides;
  std::int64_t start = 0;
};

/// Distances between neighbours on each axis of a row-major tensor.
Dims row_major_strides(const Dims& dims);

/// The bytes that a view of `source` shows, row-major.
std::string viewed(const Tensor& source, const View& view);

/// What inference knows of a value, as a constant; nothing for types that it does not compute with.
std::optional<Tensor> tensor_of(const std::string& name, const shapes::Known& known);

/// The one element of a tensor of numbers, whatever type they have; nothing for longer ones.
std::optional<double> scalar_of(const Tensor& tensor);

/// All elements of an int32 or int64 tensor; nothing for other types.
std::optional<Dims> integers_of(const Tensor& tensor);

/// The number 1 as a scalar; nothing for types that hold no numbers.
std::optional<Tensor> one_of(ElementType type);

/// The data of a vector start, start + step, ... of float, double, int32 or int64, which holds all of them;
/// nothing for other types.
std::optional<std::string> range_data(ElementType type, double start, double step, std::int64_t count);

/// A vector of int64.
Tensor integers_tensor(std::string name, const Dims& values);

}  // namespace bakeoff::model::dialect
