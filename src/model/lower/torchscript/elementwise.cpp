#include <map>

#include "model/lower/torchscript/constants.h"
#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {
namespace {

// Operators that are one of torch's functions, with the same meaning.
const std::map<std::string_view, std::string_view>& functions() {
  static const std::map<std::string_view, std::string_view> kFunctions = {
      {"Abs", "abs"},
      {"Acos", "acos"},
      {"Acosh", "acosh"},
      {"Add", "add"},
      {"And", "logical_and"},
      {"Asin", "asin"},
      {"Asinh", "asinh"},
      {"Atan", "atan"},
      {"Atanh", "atanh"},
      {"Ceil", "ceil"},
      {"Cos", "cos"},
      {"Cosh", "cosh"},
      {"Equal", "eq"},
      {"Erf", "erf"},
      {"Exp", "exp"},
      {"Floor", "floor"},
      {"Greater", "gt"},
      {"GreaterOrEqual", "ge"},
      {"HardSwish", "hardswish"},
      {"IsNaN", "isnan"},
      {"Less", "lt"},
      {"LessOrEqual", "le"},
      {"Log", "log"},
      {"Max", "maximum"},
      {"Mean", "add"},
      {"Min", "minimum"},
      {"Mish", "mish"},
      {"Mul", "mul"},
      {"Neg", "neg"},
      {"Not", "logical_not"},
      {"Or", "logical_or"},
      {"Reciprocal", "reciprocal"},
      {"Relu", "relu"},
      {"Round", "round"},
      {"Sigmoid", "sigmoid"},
      {"Sign", "sign"},
      {"Sin", "sin"},
      {"Sinh", "sinh"},
      {"Softplus", "softplus"},
      {"Sqrt", "sqrt"},
      {"Sub", "sub"},
      {"Sum", "add"},
      {"Tan", "tan"},
      {"Tanh", "tanh"},
      {"Xor", "logical_xor"},
  };
  return kFunctions;
}

// All inputs joined two by two.
std::string joined(Call& call) {
  std::string text = call.input(0).text;
  for (std::size_t i = 1; i < call.input_count(); ++i) {
    if (i > 1) text = call.let(text);
    text = torch_call(functions().at(call.op_type()), {text, call.input(i).text});
  }
  return text;
}

}  // namespace

std::string lower_unary(Call& call) {
  return torch_call(functions().at(call.op_type()), {call.input(0).text});
}

std::string lower_unary_in_place(Call& call) {
  return torch_call(call.in_place(functions().at(call.op_type())), {call.input(0).text});
}

std::string lower_is_inf(Call& call) {
  const bool negative = call.integer("detect_negative") != 0;
  const bool positive = call.integer("detect_positive") != 0;
  if (negative && positive) return torch_call("isinf", {call.input(0).text});
  if (positive) return torch_call("isposinf", {call.input(0).text});
  if (negative) return torch_call("isneginf", {call.input(0).text});
  return torch_call("zeros_like", {call.input(0).text, std::to_string(scalar_type(ElementType::kBool))});
}

std::string lower_softsign(Call& call) {
  const std::string& x = call.input(0).text;
  return torch_call("div", {x, torch_call("add", {torch_call("abs", {x}), "1"})});
}

std::string lower_binary(Call& call) {
  return torch_call(functions().at(call.op_type()), {call.input(0).text, call.input(1).text});
}

std::string lower_add(Call& call) {
  return torch_call(call.in_place("add"), {call.input(0).text, call.input(1).text});
}

std::string lower_div(Call& call) {
  if (is_floating(call.input(0).type)) return torch_call("div", {call.input(0).text, call.input(1).text});
  return torch_call("div", {call.input(0).text, call.input(1).text, "rounding_mode=\"trunc\""});
}

std::string lower_mod(Call& call) {
  return torch_call(call.integer("fmod") != 0 ? "fmod" : "remainder",
                    {call.input(0).text, call.input(1).text});
}

std::string lower_pow(Call& call) {
  const Value& base = call.input(0);
  const Value& exponent = call.input(1);
  std::string power = exponent.text;
  // torch has quick ways for the exponents 2, 0.5, ..., if it knows them beforehand.
  const std::optional<float> known = known_float(exponent);
  if (known && exponent.dims.size() <= base.dims.size()) power = number(*known);
  const std::string result = torch_call("pow", {base.text, power});
  return base.type == exponent.type ? result : cast(result, base.type);
}

std::string lower_variadic(Call& call) {
  return joined(call);
}

std::string lower_mean(Call& call) {
  return torch_call("div", {joined(call), std::to_string(call.input_count())});
}

std::string lower_where(Call& call) {
  return torch_call("where", {call.input(0).text, call.input(1).text, call.input(2).text});
}

std::string lower_identity(Call& call) {
  return call.input(0).text;
}

std::string lower_cast(Call& call) {
  return cast(call.input(0).text, call.output(0).type);
}

}  // namespace bakeoff::model::torchscript
