#pragma once

#include <string>

#include "model/lower/torchscript/call.h"
#include "model/onnx/graph.h"

namespace bakeoff::model::torchscript {

/// Whole numbers kept in any type, as uint8 or int8: what does not fit becomes the nearest that does.
std::string saturated(Call& call, const std::string& text, ElementType type);

}  // namespace bakeoff::model::torchscript
