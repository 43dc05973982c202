#include "model/lower/torchscript/literal.h"

#include <array>
#include <charconv>
#include <cmath>

#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {
namespace {

template <typename Parts>
std::string joined(const Parts& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

}  // namespace

std::string list(std::span<const std::int64_t> values) {
  std::vector<std::string> parts;
  parts.reserve(values.size());
  for (const std::int64_t value : values) parts.push_back(std::to_string(value));
  return list(parts);
}

std::string list(const std::vector<std::string>& expressions) {
  return "[" + joined(expressions) + "]";
}

std::string number(float value) {
  if (std::isnan(value)) return "float('nan')";
  if (std::isinf(value)) return value > 0 ? "float('inf')" : "float('-inf')";
  std::array<char, 32> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  std::string text(digits.data(), written.ptr);
  // "1" would be an integer there.
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string boolean(std::int64_t value) {
  return value != 0 ? "True" : "False";
}

std::string cast(const std::string& text, ElementType type) {
  return torch_call("to", {text, std::to_string(scalar_type(type))});
}

std::string torch_call(std::string_view name, std::initializer_list<std::string> arguments) {
  return "torch." + std::string(name) + "(" + joined(arguments) + ")";
}

}  // namespace bakeoff::model::torchscript
