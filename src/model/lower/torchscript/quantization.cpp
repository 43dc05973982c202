#include "model/lower/torchscript/quantization.h"

#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"

namespace bakeoff::model::torchscript {
namespace {

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

std::string saturated(Call& call, const std::string& text, ElementType type) {
  if (type != ElementType::kUint8 && type != ElementType::kInt8) {
    return call.unsupported("only uint8 and int8 are supported, not " + to_string(type));
  }
  const bool is_signed = type == ElementType::kInt8;
  return cast(torch_call("clamp", {text, is_signed ? "-128" : "0", is_signed ? "127" : "255"}), type);
}

std::string lower_quantize_linear(Call& call) {
  const std::string scaled =
      torch_call("round", {torch_call("div", {call.input(0).text, along_axis(call, call.input(1))})});
  return saturated(call, torch_call("add", {scaled, along_axis(call, call.input(2))}), call.output(0).type);
}

std::string lower_dequantize_linear(Call& call) {
  const ElementType type = call.output(0).type;
  const std::string x =
      torch_call("sub", {cast(call.input(0).text, type), cast(along_axis(call, call.input(2)), type)});
  return torch_call("mul", {x, along_axis(call, call.input(1))});
}

// Scale and zero point of the range that the input and zero span, in the words of ONNX.
std::string lower_dynamic_quantize_linear(Call& call) {
  const std::string& x = call.input(0).text;
  const std::string least = call.let(torch_call("clamp", {torch_call("min", {x}), "None", "0"}));
  const std::string most = call.let(torch_call("clamp", {torch_call("max", {x}), "0", "None"}));
  const std::string scale = call.let(torch_call("div", {torch_call("sub", {most, least}), "255"}));
  const std::string zero_point =
      call.let(saturated(call, torch_call("round", {torch_call("neg", {torch_call("div", {least, scale})})}),
                         ElementType::kUint8));
  const std::string scaled = torch_call("round", {torch_call("div", {x, scale})});
  const std::string y =
      call.let(saturated(call, torch_call("add", {scaled, zero_point}), ElementType::kUint8));
  return "(" + y + ", " + scale + ", " + zero_point + ")";
}

}  // namespace bakeoff::model::torchscript
