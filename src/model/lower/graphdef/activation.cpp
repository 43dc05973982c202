#include <cmath>
#include <numbers>

#include "model/lower/graphdef/operators.h"

namespace bakeoff::model::graphdef {
namespace {

/// `yes` where x > threshold, else `no`.
Value above(Lowering& to, const Value& x, double threshold, const Value& yes, const Value& no) {
  const Value condition = to.compare("Greater", x, to.scalar(x.type, threshold));
  return to.add("SelectV2", {condition, yes, no}, {{"T", data_type(x.type)}}, like(x));
}

/// min(high, max(low, x)), one-sided where a bound is infinite.
Value clipped(Lowering& to, const Value& x, double low, double high) {
  if (low == 0.0 && high == 6.0) return to.unary("Relu6", x);
  if (low == 0.0 && std::isinf(high)) return to.unary("Relu", x);
  Value y = x;
  if (!std::isinf(low)) y = to.binary("Maximum", y, low);
  if (!std::isinf(high)) y = to.binary("Minimum", y, high);
  return y;
}

}  // namespace

// The bounds are inputs where they are not constant: then TensorFlow has no name for it either.
Result<Values> lower_clip(const Call& call) {
  if (call.has("min")) return Values{clipped(call.to, call.input(0), call.number("min"), call.number("max"))};
  Value y = call.input(0);
  if (call.has_input(1)) y = call.to.binary("Maximum", y, call.input(1));
  if (call.has_input(2)) y = call.to.binary("Minimum", y, call.input(2));
  return Values{y};
}

// TensorFlow's Elu and Selu have no parameters.
Result<Values> lower_elu(const Call& call) {
  const Value& x = call.input(0);
  const Value elu = call.to.unary("Elu", x);
  const double alpha = call.number("alpha");
  if (alpha == 1.0) return Values{elu};
  return Values{above(call.to, x, 0.0, x, call.to.binary("Mul", elu, alpha))};
}

// max(0, x) + min(0, alpha * (exp(x / alpha) - 1)): ELU of x / alpha, times alpha.
Result<Values> lower_celu(const Call& call) {
  const double alpha = call.number("alpha");
  const Value& x = call.input(0);
  if (alpha == 1.0) return Values{call.to.unary("Elu", x)};
  const Value elu = call.to.unary("Elu", call.to.binary("Mul", x, 1.0 / alpha));
  return Values{call.to.binary("Mul", elu, alpha)};
}

Result<Values> lower_selu(const Call& call) {
  // As written out by ONNX; TensorFlow's Selu has the same.
  constexpr float kAlpha = 1.67326319217681884765625F;
  constexpr float kGamma = 1.05070102214813232421875F;
  const Value& x = call.input(0);
  const auto alpha = static_cast<float>(call.number("alpha"));
  const auto gamma = static_cast<float>(call.number("gamma"));
  if (alpha == kAlpha && gamma == kGamma) return Values{call.to.unary("Selu", x)};
  const Value negative = call.to.binary("Mul", call.to.unary("Elu", x), alpha);
  return Values{call.to.binary("Mul", above(call.to, x, 0.0, x, negative), gamma)};
}

// As tf.nn.gelu: 0.5 x (1 + erf(x / sqrt(2))), or its approximation by tanh.
Result<Values> lower_gelu(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  Value inner;
  if (call.text("approximate") == "tanh") {
    constexpr double kCubic = 0.044715;
    const Value cube = to.binary("Mul", to.binary("Mul", x, to.unary("Square", x)), kCubic);
    const double slope = std::sqrt(2.0 / std::numbers::pi);
    inner = to.unary("Tanh", to.binary("Mul", to.binary("AddV2", x, cube), slope));
  } else {
    inner = to.unary("Erf", to.binary("Mul", x, 1.0 / std::numbers::sqrt2));
  }
  return Values{to.binary("Mul", to.binary("Mul", x, 0.5), to.binary("AddV2", inner, 1.0))};
}

Result<Values> lower_hard_sigmoid(const Call& call) {
  const Value scaled = call.to.binary("Mul", call.input(0), call.number("alpha"));
  return Values{clipped(call.to, call.to.binary("AddV2", scaled, call.number("beta")), 0.0, 1.0)};
}

// x * relu6(x + 3) / 6.
Result<Values> lower_hard_swish(const Call& call) {
  const Value& x = call.input(0);
  const Value gate = call.to.unary("Relu6", call.to.binary("AddV2", x, 3.0));
  return Values{call.to.binary("Mul", x, call.to.binary("Mul", gate, 1.0 / 6.0))};
}

Result<Values> lower_leaky_relu(const Call& call) {
  return Values{
      call.to.unary("LeakyRelu", call.input(0), {{"alpha", static_cast<float>(call.number("alpha"))}})};
}

Result<Values> lower_mish(const Call& call) {
  const Value& x = call.input(0);
  return Values{call.to.binary("Mul", x, call.to.unary("Tanh", call.to.unary("Softplus", x)))};
}

// relu(x) + slope * min(x, 0): for every slope, and as Keras does.
Result<Values> lower_prelu(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  const Value negative = to.binary("Mul", to.binary("Minimum", x, 0.0), call.input(1));
  return Values{to.binary("AddV2", to.unary("Relu", x), negative)};
}

Result<Values> lower_thresholded_relu(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  return Values{above(to, x, call.number("alpha"), x, to.unary("ZerosLike", x))};
}

// TensorFlow's is over the last axis as it stands.
Result<Values> lower_softmax(const Call& call) {
  Value x = call.input(0);
  const std::size_t axis = call.index("axis");
  if (position(x.order, axis) + 1 != x.rank()) {
    Order last = x.order;
    std::erase(last, axis);
    last.push_back(axis);
    x = call.to.in_order(x, last);
  }
  return Values{call.to.unary(call.op_type(), x)};
}

}  // namespace bakeoff::model::graphdef
