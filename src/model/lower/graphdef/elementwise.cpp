#include <algorithm>
#include <array>

#include "model/lower/graphdef/operators.h"

namespace bakeoff::model::graphdef {
namespace {

struct Pair {
  std::string_view onnx;
  std::string_view tensorflow;
};

// Operators that are called otherwise in TensorFlow; the rest have the same name and do the same (Round
// rounds half to even in both).
constexpr std::array kOtherNames = {
    Pair{"Add", "AddV2"},
    Pair{"And", "LogicalAnd"},
    Pair{"GreaterOrEqual", "GreaterEqual"},
    Pair{"LessOrEqual", "LessEqual"},
    Pair{"Max", "Maximum"},
    Pair{"Min", "Minimum"},
    Pair{"Or", "LogicalOr"},
    Pair{"Sum", "AddV2"},
    Pair{"Xor", "NotEqual"},
};

std::string_view name_of(const Call& call) {
  const auto* const found = std::find_if(kOtherNames.begin(), kOtherNames.end(),
                                         [&](const Pair& pair) { return pair.onnx == call.op_type(); });
  return found == kOtherNames.end() ? std::string_view(call.op_type()) : found->tensorflow;
}

bool is_float(ElementType type) {
  return type == ElementType::kFloat || type == ElementType::kDouble || is_narrow(type);
}

Value fold(const Call& call, std::string_view op) {
  Value result = call.input(0);
  for (std::size_t i = 1; i < call.input_count(); ++i) result = call.to.binary(op, result, call.input(i));
  return result;
}

}  // namespace

Result<Values> lower_unary(const Call& call) {
  return Values{call.to.unary(name_of(call), call.input(0))};
}

Result<Values> lower_binary(const Call& call) {
  return Values{call.to.binary(name_of(call), call.input(0), call.input(1))};
}

Result<Values> lower_variadic(const Call& call) {
  return Values{fold(call, name_of(call))};
}

Result<Values> lower_mean(const Call& call) {
  return Values{call.to.binary("Mul", fold(call, "AddV2"), 1.0 / static_cast<double>(call.input_count()))};
}

Result<Values> lower_comparison(const Call& call) {
  return Values{call.to.compare(name_of(call), call.input(0), call.input(1))};
}

Result<Values> lower_logical(const Call& call) {
  const Value& a = call.input(0);
  const Value& b = call.input(1);
  if (call.op_type() == "Xor") return Values{call.to.compare(name_of(call), a, b)};
  const Dims dims = broadcast(a.dims, b.dims);
  const Order order = call.to.common_order({a, b}, dims.size());
  return Values{call.to.add(name_of(call), {call.to.broadcastable(a, order), call.to.broadcastable(b, order)},
                            {}, {.node = {}, .type = a.type, .dims = dims, .order = order})};
}

// ONNX divides integers as C does.
Result<Values> lower_div(const Call& call) {
  const bool real = is_float(call.input(0).type);
  return Values{call.to.binary(real ? "RealDiv" : "TruncateDiv", call.input(0), call.input(1))};
}

// With fmod the sign is the dividend's, as in C, else the divisor's, as in Python. There is no kernel for
// fp16 and bf16.
Result<Values> lower_mod(const Call& call) {
  Lowering& to = call.to;
  const ElementType type = call.input(0).type;
  const ElementType wide = is_narrow(type) ? ElementType::kFloat : type;
  const Value rest = to.binary(call.integer("fmod") != 0 ? "TruncateMod" : "FloorMod",
                               to.cast(call.input(0), wide), to.cast(call.input(1), wide));
  return Values{to.cast(rest, type)};
}

// The exponent may have another type.
Result<Values> lower_pow(const Call& call) {
  const Value& base = call.input(0);
  const Value& exponent = call.input(1);
  if (!is_float(base.type) && is_float(exponent.type)) {
    const Value power = call.to.binary("Pow", call.to.cast(base, exponent.type), exponent);
    return Values{call.to.cast(power, base.type)};
  }
  return Values{call.to.binary("Pow", base, call.to.cast(exponent, base.type))};
}

Result<Values> lower_not(const Call& call) {
  return Values{call.to.add("LogicalNot", {call.input(0)}, {}, like(call.input(0)))};
}

Result<Values> lower_is_inf(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  Value result = like(x);
  result.type = ElementType::kBool;
  const Value infinite = to.add("IsInf", {x}, {{"T", data_type(x.type)}}, result);
  const bool positive = call.integer("detect_positive") != 0;
  const bool negative = call.integer("detect_negative") != 0;
  if (positive && negative) return Values{infinite};
  const Value zero = to.scalar(x.type, 0.0);
  // Neither: no number is greater than itself.
  const Value wanted =
      positive || negative ? to.compare(positive ? "Greater" : "Less", x, zero) : to.compare("Greater", x, x);
  return Values{to.add("LogicalAnd", {infinite, wanted}, {}, result)};
}

Result<Values> lower_is_nan(const Call& call) {
  Value result = like(call.input(0));
  result.type = ElementType::kBool;
  return Values{call.to.add("IsNan", {call.input(0)}, {{"T", data_type(call.input(0).type)}}, result)};
}

Result<Values> lower_where(const Call& call) {
  const Dims dims = call.output_dims();
  const Order order = call.to.common_order(call.inputs(), dims.size());
  Values inputs;
  for (const Value& input : call.inputs()) inputs.push_back(call.to.broadcastable(input, order));
  const ElementType type = call.input(1).type;
  return Values{call.to.add("SelectV2", inputs, {{"T", data_type(type)}},
                            {.node = {}, .type = type, .dims = dims, .order = order})};
}

// Outputs are identities anyhow, and nowhere else does the dialect have any.
Result<Values> lower_identity(const Call& call) {
  return Values{call.input(0)};
}

Result<Values> lower_cast(const Call& call) {
  return Values{call.to.cast(call.input(0), call.output_type())};
}

}  // namespace bakeoff::model::graphdef
