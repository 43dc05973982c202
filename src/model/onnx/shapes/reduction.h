#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/error.h"
#include "model/onnx/shapes/call.h"

namespace bakeoff::model::shapes {

/// The axes to reduce: an input (ReduceSum from opset 13, the others from 18) or an attribute; none means
/// all, unless noop_with_empty_axes. nullopt: computed at run time.
Result<std::optional<std::vector<std::size_t>>> reduced_axes(const Call& call, std::size_t rank);

}  // namespace bakeoff::model::shapes
