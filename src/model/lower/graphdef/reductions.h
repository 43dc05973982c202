#pragma once

#include <string_view>

#include "model/lower/graphdef/lowering.h"

namespace bakeoff::model::graphdef {

/// Sum, Mean, Max, ... over ONNX's `axes`, which are kept as axes of length 1.
Value reduced(Lowering& to, std::string_view op, const Value& x, const Dims& axes);

}  // namespace bakeoff::model::graphdef
