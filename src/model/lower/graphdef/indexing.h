#pragma once

#include "model/lower/graphdef/lowering.h"

namespace bakeoff::model::graphdef {

/// Along ONNX's `axis`, the elements `indices`, all in range.
Value gathered(Lowering& to, const Value& x, std::size_t axis, const Dims& indices);

/// Along ONNX's `axis`, `length` elements from `begin` on; `x` itself if these are all.
Value stretch(Lowering& to, const Value& x, std::size_t axis, std::int64_t begin, std::int64_t length);

/// Values of the same order, one after the other along ONNX's `axis`.
Value joined(Lowering& to, const Values& parts, std::size_t axis);

/// The part of `x` that begins at `begin` and has `lengths`, an entry an axis of ONNX's.
Value part(Lowering& to, const Value& x, const Dims& begin, const Dims& lengths);

}  // namespace bakeoff::model::graphdef
