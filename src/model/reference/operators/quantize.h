#pragma once

#include "model/reference/strides.h"
#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// A scale or zero point with one number for all, one for each place of `axis`, or axes of its own, as reals
/// in a shape that broadcasts to data of `rank` axes.
Value spread_along(const Value& parameter, std::size_t rank, std::size_t axis);

/// data - zero point (nullptr: 0), times scale (nullptr: 1): both as spread_along gives them.
Value dequantized(const Value& data, const Value* scale, const Value* zero_point);

/// round(data / scale) + zero point, ties to even, cut to what the type holds.
Value quantized(const Value& data, const Value& scale, const Value* zero_point, ElementType type);

}  // namespace bakeoff::model::reference
