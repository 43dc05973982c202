#include "model/onnx/shapes/arithmetic.h"

#include <cmath>
#include <limits>

#include "model/onnx/counts.h"

namespace bakeoff::model::shapes {
namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

std::optional<std::int64_t> compute(std::string_view op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (op == "Add") return __builtin_add_overflow(a, b, &result) ? std::nullopt : std::optional(result);
  if (op == "Sub") return __builtin_sub_overflow(a, b, &result) ? std::nullopt : std::optional(result);
  if (op == "Mul") return __builtin_mul_overflow(a, b, &result) ? std::nullopt : std::optional(result);
  const bool divides = b != 0 && !(a == std::numeric_limits<std::int64_t>::min() && b == -1);
  if (op == "Div") return divides ? std::optional(a / b) : std::nullopt;
  if (op == "Mod") {
    if (!divides) return std::nullopt;
    // With integers (fmod=0) the result takes the divisor's sign, as in Python.
    const std::int64_t rest = a % b;
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
  }
  if (op == "Max") return std::max(a, b);
  if (op == "Min") return std::min(a, b);
  if (op == "Equal") return a == b ? 1 : 0;
  if (op == "Less") return a < b ? 1 : 0;
  if (op == "Greater") return a > b ? 1 : 0;
  if (op == "LessOrEqual") return a <= b ? 1 : 0;
  if (op == "GreaterOrEqual") return a >= b ? 1 : 0;
  if (op == "And") return a != 0 && b != 0 ? 1 : 0;
  if (op == "Or") return a != 0 || b != 0 ? 1 : 0;
  return std::nullopt;
}

std::optional<double> compute(std::string_view op, double a, double b) {
  if (op == "Add") return a + b;
  if (op == "Sub") return a - b;
  if (op == "Mul") return a * b;
  if (op == "Div") return a / b;
  if (op == "Max") return std::fmax(a, b);
  if (op == "Min") return std::fmin(a, b);
  return std::nullopt;
}

std::optional<std::int64_t> compute(std::string_view op, std::int64_t a) {
  if (a == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  if (op == "Neg") return -a;
  if (op == "Abs") return a < 0 ? -a : a;
  if (op == "Not") return a == 0 ? 1 : 0;
  return std::nullopt;
}

std::optional<double> compute(std::string_view op, double a) {
  if (op == "Neg") return -a;
  if (op == "Abs") return std::fabs(a);
  if (op == "Ceil") return std::ceil(a);
  if (op == "Floor") return std::floor(a);
  if (op == "Sqrt") return std::sqrt(a);
  return std::nullopt;
}

/// Where in an operand the element `index` of the broadcast result comes from.
std::size_t source_index(std::size_t index, const std::vector<std::int64_t>& result,
                         const std::vector<std::int64_t>& operand) {
  std::size_t source = 0;
  std::size_t stride = 1;
  for (std::size_t i = 0; i < operand.size(); ++i) {
    const auto length = static_cast<std::size_t>(operand[operand.size() - 1 - i]);
    const auto steps = static_cast<std::size_t>(result[result.size() - 1 - i]);
    if (length != 1) source += index % steps * stride;
    stride *= length;
    index /= steps;
  }
  return source;
}

/// Dimensions of known shapes that are small enough to compute with.
struct Sizes {
  std::vector<std::int64_t> result;
  std::size_t count = 0;
};

std::optional<Sizes> sizes_of(const Shape& shape) {
  std::optional<std::vector<std::int64_t>> dims = to_dims(shape);
  if (!dims) return std::nullopt;
  const std::optional<std::int64_t> count = element_count(*dims);
  if (!count || *count > kMostNumbers) return std::nullopt;
  return Sizes{.result = std::move(*dims), .count = static_cast<std::size_t>(*count)};
}

template <typename Number>
std::optional<Numbers> compute_all(std::string_view op, const Known& a, const Known& b, const Shape& shape) {
  const std::optional<Sizes> sizes = sizes_of(shape);
  if (!sizes) return std::nullopt;
  const auto& left = std::get<std::vector<Number>>(*a.numbers);
  const auto& right = std::get<std::vector<Number>>(*b.numbers);
  const std::vector<std::int64_t> left_dims = *to_dims(*a.shape);
  const std::vector<std::int64_t> right_dims = *to_dims(*b.shape);
  std::vector<Number> results;
  for (std::size_t i = 0; i < sizes->count; ++i) {
    const std::optional<Number> result = compute(op, left[source_index(i, sizes->result, left_dims)],
                                                 right[source_index(i, sizes->result, right_dims)]);
    if (!result) return std::nullopt;
    results.push_back(*result);
  }
  return results;
}

template <typename Number>
std::optional<Numbers> choose_all(const Known& condition, const Known& a, const Known& b,
                                  const Shape& shape) {
  const std::optional<Sizes> sizes = sizes_of(shape);
  if (!sizes) return std::nullopt;
  const auto& truth = std::get<Integers>(*condition.numbers);
  const std::vector<std::int64_t> truth_dims = *to_dims(*condition.shape);
  std::vector<Number> results;
  for (std::size_t i = 0; i < sizes->count; ++i) {
    const Known& from = truth[source_index(i, sizes->result, truth_dims)] != 0 ? a : b;
    results.push_back(
        std::get<std::vector<Number>>(*from.numbers)[source_index(i, sizes->result, *to_dims(*from.shape))]);
  }
  return results;
}

}  // namespace

std::optional<Numbers> computed(std::string_view op_type, const Known& a) {
  if (!a.numbers) return std::nullopt;
  return std::visit(
      [op_type](const auto& values) -> std::optional<Numbers> {
        auto results = values;
        for (auto& value : results) {
          const auto result = compute(op_type, value);
          if (!result) return std::nullopt;
          value = *result;
        }
        return Numbers(std::move(results));
      },
      *a.numbers);
}

std::optional<Numbers> computed(std::string_view op_type, const Known& a, const Known& b,
                                const Shape& shape) {
  if (!a.numbers || !b.numbers || a.numbers->index() != b.numbers->index()) return std::nullopt;
  if (std::holds_alternative<Integers>(*a.numbers)) return compute_all<std::int64_t>(op_type, a, b, shape);
  return compute_all<double>(op_type, a, b, shape);
}

std::optional<Numbers> chosen(const Known& condition, const Known& a, const Known& b, const Shape& shape) {
  if (integers(&condition) == nullptr || !a.numbers || !b.numbers) return std::nullopt;
  if (a.numbers->index() != b.numbers->index()) return std::nullopt;
  if (std::holds_alternative<Integers>(*a.numbers)) return choose_all<std::int64_t>(condition, a, b, shape);
  return choose_all<double>(condition, a, b, shape);
}

std::optional<Numbers> converted(const Known& known, ElementType type) {
  if (type == ElementType::kFloat || type == ElementType::kDouble) {
    std::optional<Reals> values = reals(&known);
    if (!values) return std::nullopt;
    return Numbers(std::move(*values));
  }
  if (type != ElementType::kInt64 && type != ElementType::kInt32 && type != ElementType::kBool) {
    return std::nullopt;
  }
  Integers results;
  if (const Integers* values = integers(&known)) {
    results = *values;
  } else if (const std::optional<Reals> from = reals(&known)) {
    for (const double value : *from) {
      // Beyond this a double has no exact integer, and casting it may be undefined.
      if (!(std::fabs(value) < 9e15)) return std::nullopt;
      results.push_back(static_cast<std::int64_t>(value));
      if (type == ElementType::kBool) results.back() = value != 0 ? 1 : 0;
    }
  } else {
    return std::nullopt;
  }
  for (std::int64_t& value : results) {
    const bool narrow = value >= std::numeric_limits<std::int32_t>::min() && value <= kLongestAxis;
    if (type == ElementType::kInt32 && !narrow) return std::nullopt;
    if (type == ElementType::kBool) value = value != 0 ? 1 : 0;
  }
  return results;
}

}  // namespace bakeoff::model::shapes
