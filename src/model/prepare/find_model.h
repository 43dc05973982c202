#pragma once

#include <string>

#include "base/error.h"

namespace bakeoff::model {

/// Where a model comes from.
enum class Origin { kZoo, kFile };

/// What a person means by a model's name: a network of the zoo or the path of a file, which is not opened
/// here. kNotFound with the nearest network or .onnx file for what is neither.
Result<Origin> find_model(const std::string& model);

}  // namespace bakeoff::model
