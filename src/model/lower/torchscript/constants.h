#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/lower/torchscript/call.h"
#include "model/onnx/graph.h"

namespace bakeoff::model::torchscript {

/// A constant of the lowering's own in the floating type of the values it meets.
std::string floats(Call& call, const std::vector<std::int64_t>& dims, const std::vector<float>& values,
                   ElementType type);

/// A constant vector of positions, for index_select.
std::string positions(Call& call, const std::vector<std::int64_t>& values);

/// The numbers of an int32 or int64 constant; nothing for a value that is only known when it runs.
std::optional<std::vector<std::int64_t>> known_integers(const Value& value);

/// The one number of a float32 constant of one element.
std::optional<float> known_float(const Value& value);

}  // namespace bakeoff::model::torchscript
