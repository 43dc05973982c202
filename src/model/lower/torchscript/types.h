#pragma once

#include <string_view>

#include "model/onnx/graph.h"

namespace bakeoff::model::torchscript {

/// Whether torch has tensors of that type with all the usual operators.
bool has_type(ElementType type);

/// The number of torch's dtype (c10::ScalarType) of a type that it has.
int scalar_type(ElementType type);

/// "FloatStorage": the class that stands for the type in torch's archives.
std::string_view storage_class(ElementType type);

bool is_floating(ElementType type);

}  // namespace bakeoff::model::torchscript
