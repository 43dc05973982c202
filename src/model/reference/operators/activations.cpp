#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/reference/operators/map_elements.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

// log(1 + e^x) without overflow.
double softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

double gelu(double x) {
  return 0.5 * x * (1 + std::erf(x / std::numbers::sqrt2));
}

double gelu_by_tanh(double x) {
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
}

// Comparisons are written so that NaN passes through.
Outcome relu(const Call& call) {
  return map_elements(
      call, [](double x) { return x < 0 ? 0.0 : x; },
      [](std::int64_t x) { return std::max<std::int64_t>(x, 0); });
}

Outcome leaky_relu(const Call& call) {
  const double alpha = call.real("alpha");
  return map_reals(call, [=](double x) { return x < 0 ? alpha * x : x; });
}

Outcome elu(const Call& call) {
  const double alpha = call.real("alpha");
  return map_reals(call, [=](double x) { return x < 0 ? alpha * std::expm1(x) : x; });
}

Outcome celu(const Call& call) {
  const double alpha = call.real("alpha");
  return map_reals(call, [=](double x) { return x < 0 ? alpha * std::expm1(x / alpha) : x; });
}

Outcome selu(const Call& call) {
  const double alpha = call.real("alpha");
  const double gamma = call.real("gamma");
  return map_reals(call, [=](double x) { return gamma * (x < 0 ? alpha * std::expm1(x) : x); });
}

Outcome hard_sigmoid(const Call& call) {
  const double alpha = call.real("alpha");
  const double beta = call.real("beta");
  return map_reals(call, [=](double x) { return std::clamp(alpha * x + beta, 0.0, 1.0); });
}

Outcome thresholded_relu(const Call& call) {
  const double alpha = call.real("alpha");
  return map_reals(call, [=](double x) { return x <= alpha ? 0.0 : x; });
}

Outcome shrink(const Call& call) {
  const double bias = call.real("bias");
  const double lambda = call.real("lambd");
  return map_reals(call, [=](double x) { return x < -lambda ? x + bias : x > lambda ? x - bias : 0.0; });
}

Outcome gelu_as_asked(const Call& call) {
  return map_reals(call, call.text("approximate") == "tanh" ? gelu_by_tanh : gelu);
}

const std::map<std::string_view, Evaluate>& activations() {
  static const std::map<std::string_view, Evaluate> kTable = {
      {"Celu", celu},
      {"Elu", elu},
      {"Gelu", gelu_as_asked},
      {"HardSigmoid", hard_sigmoid},
      {"HardSwish",
       [](const Call& call) {
         return map_reals(call, [](double x) { return x * std::clamp(x / 6 + 0.5, 0.0, 1.0); });
       }},
      {"LeakyRelu", leaky_relu},
      {"Mish",
       [](const Call& call) { return map_reals(call, [](double x) { return x * std::tanh(softplus(x)); }); }},
      {"Relu", relu},
      {"Selu", selu},
      {"Shrink", shrink},
      {"Sigmoid", [](const Call& call) { return map_reals(call, sigmoid); }},
      {"Softplus", [](const Call& call) { return map_reals(call, softplus); }},
      {"Softsign",
       [](const Call& call) { return map_reals(call, [](double x) { return x / (1 + std::abs(x)); }); }},
      {"ThresholdedRelu", thresholded_relu},
  };
  return kTable;
}

}  // namespace

Outcome evaluate_activation(const Call& call) {
  return activations().at(call.op_type())(call);
}

// Bounds that are computed stay inputs; constant ones are attributes. Where they cross, the upper one holds.
Outcome evaluate_clip(const Call& call) {
  const auto bound = [&](std::size_t index, const std::string& attribute, double otherwise) {
    if (const Value* given = call.optional_input(index)) return as_reals(*given).at(0);
    return call.has(attribute) ? call.real(attribute) : otherwise;
  };
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  const double least = bound(1, "min", -kInfinite);
  const double most = bound(2, "max", kInfinite);
  const auto clipped = [=](double x) { return std::isnan(x) ? x : std::fmin(std::fmax(x, least), most); };
  return map_elements(call, clipped, [&](std::int64_t x) {
    const auto real = static_cast<double>(x);
    return real < least || real > most ? static_cast<std::int64_t>(clipped(real)) : x;
  });
}

Outcome evaluate_prelu(const Call& call) {
  const Reals x = as_reals(call.input(0));
  const Reals slope = as_reals(call.input(1));
  Value y = call.make_output();
  const auto each = [&](auto& to) {
    for_each_row<2>(y.dims, {strides_of(y.dims), broadcast_strides(call.input(1).dims, y.dims)},
                    [&](std::size_t first, const auto& offsets, std::size_t length, const auto& steps) {
                      for (std::size_t i = 0; i < length; ++i) {
                        const double element = x[first + i];
                        const auto at =
                            static_cast<std::size_t>(offsets[1] + static_cast<std::int64_t>(i) * steps[1]);
                        const double result = element < 0 ? slope[at] * element : element;
                        to[first + i] = static_cast<std::decay_t<decltype(to[0])>>(result);
                      }
                    });
  };
  std::visit(each, y.elements);
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
