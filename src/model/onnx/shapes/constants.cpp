#include <algorithm>

#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
namespace {

Known scalar(ElementType type, Numbers number) {
  return Known{.type = type, .shape = Shape{}, .numbers = std::move(number)};
}

Known vector(ElementType type, Numbers numbers) {
  const auto count = static_cast<std::int64_t>(std::visit([](const auto& v) { return v.size(); }, numbers));
  Known known{.type = type, .shape = Shape{axis_of(count)}, .numbers = {}};
  if (count <= kMostNumbers) known.numbers = std::move(numbers);
  return known;
}

/// The index range of the axes that Shape returns (attributes start and end, opset 15).
Result<std::pair<std::size_t, std::size_t>> shape_range(const Call& call, std::size_t rank) {
  const auto signed_rank = static_cast<std::int64_t>(rank);
  const Result<std::int64_t> start = call.integer("start", 0);
  if (!start) return tl::unexpected(start.error());
  const Result<std::int64_t> end = call.integer("end", signed_rank);
  if (!end) return tl::unexpected(end.error());
  const auto clamped = [signed_rank](std::int64_t index) {
    return std::clamp<std::int64_t>(index < 0 ? index + signed_rank : index, 0, signed_rank);
  };
  const std::int64_t first = clamped(*start);
  return std::pair{static_cast<std::size_t>(first), static_cast<std::size_t>(std::max(first, clamped(*end)))};
}

}  // namespace

Result<Outputs> infer_constant(const Call& call) {
  if (const Tensor* tensor = call.tensor("value")) return Outputs{known_of(*tensor)};
  if (call.has("value_int")) {
    const Result<std::int64_t> value = call.integer("value_int", 0);
    if (!value) return tl::unexpected(value.error());
    return Outputs{scalar(ElementType::kInt64, std::vector<std::int64_t>{*value})};
  }
  if (call.has("value_ints")) {
    const Result<std::vector<std::int64_t>> values = call.integers("value_ints", {});
    if (!values) return tl::unexpected(values.error());
    return Outputs{vector(ElementType::kInt64, *values)};
  }
  if (call.has("value_float")) {
    return Outputs{Known{.type = ElementType::kFloat, .shape = Shape{}, .numbers = {}}};
  }
  if (call.has("value_floats")) {
    const Result<std::vector<float>> values = call.floats("value_floats");
    if (!values) return tl::unexpected(values.error());
    return Outputs{vector(ElementType::kFloat, std::vector<double>(values->begin(), values->end()))};
  }
  return fail(ErrorKind::kUnsupported, "the constant is no tensor of numbers");
}

Result<Outputs> infer_constant_of_shape(const Call& call) {
  Known known{.type = ElementType::kFloat, .shape = {}, .numbers = {}};
  std::optional<Numbers> value = std::vector<double>{0};
  if (const Tensor* tensor = call.tensor("value")) {
    if (element_count(tensor->dims) != 1 || tensor->data.size() != size_of(tensor->type))
      return bad("attribute 'value' must hold one element");
    known.type = tensor->type;
    value = numbers_of(*tensor);
  }
  const std::vector<std::int64_t>* dims = integers(&call.input(0));
  if (dims == nullptr) return Outputs{std::move(known)};
  const std::optional<std::int64_t> count = element_count(*dims);
  if (!count) return bad("impossible shape " + to_string(*dims));
  known.shape = to_shape(*dims);
  if (value && *count <= kMostNumbers) {
    std::visit([&](auto& number) { number.resize(static_cast<std::size_t>(*count), number.front()); },
               *value);
    known.numbers = std::move(value);
  }
  return Outputs{std::move(known)};
}

Result<Outputs> infer_shape(const Call& call) {
  const std::optional<Shape>& shape = call.input(0).shape;
  if (!shape)
    return Outputs{Known{.type = ElementType::kInt64, .shape = Shape{unknown_axis()}, .numbers = {}}};
  const auto range = shape_range(call, shape->size());
  if (!range) return tl::unexpected(range.error());
  const auto begin = shape->begin();
  const Shape part(begin + static_cast<std::ptrdiff_t>(range->first),
                   begin + static_cast<std::ptrdiff_t>(range->second));
  if (const std::optional<std::vector<std::int64_t>> dims = to_dims(part))
    return Outputs{known_integers(*dims)};
  const auto count = static_cast<std::int64_t>(part.size());
  return Outputs{Known{.type = ElementType::kInt64, .shape = Shape{axis_of(count)}, .numbers = {}}};
}

Result<Outputs> infer_size(const Call& call) {
  Known known{.type = ElementType::kInt64, .shape = Shape{}, .numbers = {}};
  const std::optional<Shape>& shape = call.input(0).shape;
  const auto dims = shape ? to_dims(*shape) : std::nullopt;
  const std::optional<std::int64_t> count = dims ? element_count(*dims) : std::nullopt;
  if (count) known.numbers = std::vector<std::int64_t>{*count};
  return Outputs{std::move(known)};
}

}  // namespace bakeoff::model::shapes
