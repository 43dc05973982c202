#pragma once

#include "model/lower/graphdef/lowering.h"

namespace bakeoff::model::graphdef {

/// Along ONNX's `axis`, the elements `indices`, all in range.
Value gathered(Lowering& to, const Value& x, std::size_t axis, const Dims& indices);

/// The part of `x` that begins at `begin` and has `lengths`, an entry an axis of ONNX's.
Value part(Lowering& to, const Value& x, const Dims& begin, const Dims& lengths);

}  // namespace bakeoff::model::graphdef
