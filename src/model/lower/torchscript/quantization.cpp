#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {
namespace {

std::string cast(const std::string& text, ElementType type) {
  return torch_call("to", {text, std::to_string(scalar_type(type))});
}

// A scale or zero point, one for all or one for every position of the axis, to meet `x`.
std::string along_axis(Call& call, const Value& value) {
  const Value& x = call.input(0);
  if (value.dims.empty() || value.dims == std::vector<std::int64_t>{1}) {
    return torch_call("reshape", {value.text, "[]"});
  }
  std::vector<std::int64_t> dims(x.dims.size(), 1);
  const auto axis = static_cast<std::size_t>(call.integer("axis"));
  if (call.failure() || axis >= dims.size()) return {};
  dims[axis] = -1;
  return torch_call("reshape", {value.text, list(dims)});
}

}  // namespace

std::string lower_quantize_linear(Call& call) {
  const ElementType type = call.output(0).type;
  if (type != ElementType::kUint8 && type != ElementType::kInt8) {
    return call.unsupported("only uint8 and int8 are supported, not " + to_string(type));
  }
  const std::string scaled =
      torch_call("round", {torch_call("div", {call.input(0).text, along_axis(call, call.input(1))})});
  std::string moved = scaled;
  if (call.has_input(2)) moved = torch_call("add", {scaled, along_axis(call, call.input(2))});
  const bool is_signed = type == ElementType::kInt8;
  return cast(torch_call("clamp", {moved, is_signed ? "-128" : "0", is_signed ? "127" : "255"}), type);
}

std::string lower_dequantize_linear(Call& call) {
  std::string x = cast(call.input(0).text, call.output(0).type);
  if (call.has_input(2)) {
    x = torch_call("sub", {x, cast(along_axis(call, call.input(2)), call.output(0).type)});
  }
  return torch_call("mul", {x, along_axis(call, call.input(1))});
}

}  // namespace bakeoff::model::torchscript
