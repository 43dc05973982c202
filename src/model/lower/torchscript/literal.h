#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model::torchscript {

/// "[1, 2]"
std::string list(std::span<const std::int64_t> values);

/// "[v1, v2]"
std::string list(const std::vector<std::string>& expressions);

/// A float that reads back as the same float: "0.1", "1.0", "float('inf')".
std::string number(float value);

/// "True" or "False"
std::string boolean(std::int64_t value);

/// "torch.to(TEXT, NUMBER)": the value in another type that torch has.
std::string cast(const std::string& text, ElementType type);

/// "torch.NAME(a, b)"
std::string torch_call(std::string_view name, std::initializer_list<std::string> arguments);

}  // namespace bakeoff::model::torchscript
