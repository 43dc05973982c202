#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "model/reference/operators/combine.h"
#include "model/reference/operators/operators.h"
#include "model/reference/operators/quantize.h"

namespace bakeoff::model::reference {
namespace {

struct Limits {
  double least;
  double most;
};

Limits limits_of(ElementType type) {
  switch (type) {
    case ElementType::kUint8:
      return {0, 255};
    case ElementType::kInt8:
      return {-128, 127};
    case ElementType::kUint16:
      return {0, 65535};
    case ElementType::kInt16:
      return {-32768, 32767};
    default:
      return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
  }
}

std::optional<Value> spread(const Value* parameter, const Value& data, std::size_t axis) {
  if (parameter == nullptr) return std::nullopt;
  return spread_along(*parameter, data.dims.size(), axis);
}

const Value* pointer(const std::optional<Value>& value) {
  return value ? &*value : nullptr;
}

}  // namespace

Value spread_along(const Value& parameter, std::size_t rank, std::size_t axis) {
  Value spread{.type = ElementType::kDouble, .dims = parameter.dims, .elements = as_reals(parameter)};
  if (element_count(parameter) == 1) {
    spread.dims.clear();
  } else if (parameter.dims.size() == 1) {
    spread.dims.assign(rank - axis, 1);
    spread.dims[0] = parameter.dims[0];
  }
  return spread;
}

Value dequantized(const Value& data, const Value* scale, const Value* zero_point) {
  Value result{.type = ElementType::kDouble, .dims = data.dims, .elements = as_reals(data)};
  if (zero_point != nullptr) {
    const Value given = result;
    combine<Reals>(given, *zero_point, result.dims, reals(result),
                   [](double x, double zero) { return x - zero; });
  }
  if (scale != nullptr) {
    const Value given = result;
    combine<Reals>(given, *scale, result.dims, reals(result),
                   [](double x, double factor) { return x * factor; });
  }
  return result;
}

Value quantized(const Value& data, const Value& scale, const Value* zero_point, ElementType type) {
  const Value given{.type = ElementType::kDouble, .dims = data.dims, .elements = as_reals(data)};
  Value steps = make_value(ElementType::kDouble, data.dims);
  combine<Reals>(given, scale, steps.dims, reals(steps),
                 [](double x, double step) { return std::nearbyint(x / step); });
  if (zero_point != nullptr) {
    const Value unshifted = steps;
    combine<Reals>(unshifted, *zero_point, steps.dims, reals(steps),
                   [](double x, double zero) { return x + zero; });
  }
  const Limits limits = limits_of(type);
  Value result = make_value(type, data.dims);
  std::transform(reals(steps).begin(), reals(steps).end(), integers(result).begin(), [&](double step) {
    return std::isnan(step) ? 0 : static_cast<std::int64_t>(std::clamp(step, limits.least, limits.most));
  });
  return result;
}

Outcome evaluate_quantize(const Call& call) {
  const Value& x = call.input(0);
  const std::optional<Value> scale = spread(&call.input(1), x, call.axis());
  const std::optional<Value> zero = spread(call.optional_input(2), x, call.axis());
  return one(quantized(x, *scale, pointer(zero), call.output().type));
}

Outcome evaluate_dequantize(const Call& call) {
  const Value& x = call.input(0);
  const std::optional<Value> scale = spread(&call.input(1), x, call.axis());
  const std::optional<Value> zero = spread(call.optional_input(2), x, call.axis());
  Value y = dequantized(x, pointer(scale), pointer(zero));
  y.type = call.output().type;
  return one(std::move(y));
}

// The range of the data, 0 included, in 255 steps.
Outcome evaluate_dynamic_quantize(const Call& call) {
  const Value& x = call.input(0);
  double least = 0;
  double most = 0;
  for (const double element : reals(x)) {
    least = std::min(least, element);
    most = std::max(most, element);
  }
  constexpr double kSteps = 255;
  Value scale = make_value(call.output(1).type, {});
  Value zero = make_value(ElementType::kUint8, {});
  reals(scale)[0] = (most - least) / kSteps;
  if (most == least) {  // all zero: any scale is right, and this one divides
    std::vector<Value> results{make_value(ElementType::kUint8, x.dims), std::move(scale), std::move(zero)};
    return results;
  }
  const double place = std::clamp(-least / reals(scale)[0], 0.0, kSteps);
  integers(zero)[0] = static_cast<std::int64_t>(std::nearbyint(place));
  const Value shift = spread_along(zero, x.dims.size(), 0);
  Value y = quantized(x, spread_along(scale, x.dims.size(), 0), &shift, ElementType::kUint8);
  std::vector<Value> results;
  results.push_back(std::move(y));
  results.push_back(std::move(scale));
  results.push_back(std::move(zero));
  return results;
}

}  // namespace bakeoff::model::reference
