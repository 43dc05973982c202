#pragma once

#include <cmath>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "model/lower/lowered.h"
#include "model/onnx/graph.h"
#include "unit/adapters/driver.h"

namespace bakeoff::test {

/// `data`, of `dims`, with its axes rearranged: axis i of the result is axis axes[i].
inline std::string rearranged(const std::string& data, const std::vector<std::int64_t>& dims,
                              const std::vector<std::size_t>& axes) {
  std::size_t count = 1;
  for (const std::int64_t dim : dims) count *= static_cast<std::size_t>(dim);
  if (axes.empty() || count == 0) return data;
  const std::size_t size = data.size() / count;
  std::string result(data.size(), '\0');
  for (std::size_t to = 0; to < count; ++to) {
    std::vector<std::size_t> index(dims.size());
    std::size_t rest = to;
    for (std::size_t i = axes.size(); i-- > 0;) {
      const auto length = static_cast<std::size_t>(dims[axes[i]]);
      index[axes[i]] = rest % length;
      rest /= length;
    }
    std::size_t from = 0;
    for (std::size_t axis = 0; axis < dims.size(); ++axis) {
      from = from * static_cast<std::size_t>(dims[axis]) + index[axis];
    }
    std::memcpy(result.data() + to * size, data.data() + from * size, size);
  }
  return result;
}

inline std::vector<std::size_t> inverse(const std::vector<std::size_t>& axes) {
  std::vector<std::size_t> result(axes.size());
  for (std::size_t i = 0; i < axes.size(); ++i) result[axes[i]] = i;
  return result;
}

/// An ONNX tensor as the lowered model takes it.
inline Tensor to_lowered(const model::Tensor& tensor, const model::LoweredTensor& as) {
  return {as.name, static_cast<int>(as.type), as.dims, rearranged(tensor.data, tensor.dims, as.axes)};
}

/// What the lowered model gave as an ONNX tensor.
inline model::Tensor from_lowered(const Tensor& tensor, const model::LoweredTensor& as) {
  const std::vector<std::size_t> back = inverse(as.axes);
  model::Tensor result{tensor.name, static_cast<model::ElementType>(tensor.type), tensor.dims, {}};
  if (!back.empty()) {
    for (std::size_t i = 0; i < back.size(); ++i) result.dims[i] = tensor.dims[back[i]];
  }
  result.data = rearranged(tensor.data, tensor.dims, back);
  return result;
}

/// Nothing if `actual` is `expected`: the same type and dims, integers equal, floats within 1e-4 relative or
/// 1e-5 of the greatest; else what differs.
std::optional<std::string> difference(const model::Tensor& actual, const model::Tensor& expected);

}  // namespace bakeoff::test
