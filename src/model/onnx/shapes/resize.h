#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/error.h"
#include "model/onnx/shapes/call.h"

namespace bakeoff::model::shapes {

/// The axes that Resize names, or all.
Result<std::vector<std::size_t>> resize_axes(const Call& call, std::size_t rank);

/// By what Resize or Upsample stretches each axis of data of shape `dims`; nothing if computed at run time.
Result<std::optional<std::vector<float>>> resize_scales(const Call& call,
                                                        const std::vector<std::int64_t>& dims);

}  // namespace bakeoff::model::shapes
