#pragma once

#include <cmath>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "model/lower/layout.h"
#include "model/lower/lowered.h"
#include "model/onnx/graph.h"
#include "unit/adapters/driver.h"

namespace bakeoff::test {

/// An ONNX tensor as the lowered model takes it.
inline Tensor to_lowered(const model::Tensor& tensor, const model::LoweredTensor& as) {
  return {as.name, static_cast<int>(as.type), as.dims,
          model::permuted(tensor.data, model::size_of(tensor.type), tensor.dims, as.axes)};
}

/// What the lowered model gave as an ONNX tensor.
inline model::Tensor from_lowered(const Tensor& tensor, const model::LoweredTensor& as) {
  const std::vector<std::size_t> back = model::inverse(as.axes);
  const auto type = static_cast<model::ElementType>(tensor.type);
  model::Tensor result{tensor.name, type, model::permuted_dims(tensor.dims, back),
                       model::permuted(tensor.data, model::size_of(type), tensor.dims, back)};
  return result;
}

/// Nothing if `actual` is `expected`: the same type and dims, integers equal, floats within 1e-4 relative or
/// 1e-5 of the greatest; else what differs.
std::optional<std::string> difference(const model::Tensor& actual, const model::Tensor& expected);

}  // namespace bakeoff::test
