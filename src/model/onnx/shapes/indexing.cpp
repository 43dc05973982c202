#include <algorithm>
#include <cmath>

#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"
#include "model/onnx/tensor_reader.h"

namespace bakeoff::model::shapes {
namespace {

/// The elements of a Range, if they are few. Its three inputs are of one type.
template <typename Number>
std::optional<Numbers> steps(Number start, Number step, std::int64_t count) {
  if (count > kMostNumbers) return std::nullopt;
  std::vector<Number> numbers;
  for (std::int64_t i = 0; i < count; ++i) numbers.push_back(start + static_cast<Number>(i) * step);
  return numbers;
}

/// How many entries TopK gives: an input from opset 10 on, an attribute before. nullopt: not known.
Result<std::optional<std::int64_t>> top_count(const Call& call) {
  std::int64_t count = 0;
  if (call.input_count() > 1) {
    const std::vector<std::int64_t>* given = integers(call.optional_input(1));
    if (given == nullptr) return std::optional<std::int64_t>();
    if (given->size() != 1) return bad("k must be one number");
    count = given->front();
  } else {
    const Result<std::int64_t> given = call.integer("k", -1);
    if (!given) return tl::unexpected(given.error());
    count = *given;
  }
  if (count < 0 || count > kLongestAxis) return bad("k is " + std::to_string(count));
  return std::optional(count);
}

}  // namespace

Result<Outputs> infer_gather_elements(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  const std::optional<Shape>& indices = call.input(1).shape;
  if (data && indices) {
    const Result<std::size_t> axis = call.axis("axis", 0, data->size());
    if (!axis) return tl::unexpected(axis.error());
    if (data->size() != indices->size()) {
      return bad("indices of shape " + to_string(*indices) + " for data of shape " + to_string(*data));
    }
  }
  return Outputs{with_shape(call, indices)};
}

Result<Outputs> infer_gather_nd(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  const std::optional<Shape>& indices = call.input(1).shape;
  const Result<std::int64_t> batch = call.integer("batch_dims", 0);
  if (!batch) return tl::unexpected(batch.error());
  if (!data || !indices || (!indices->empty() && !indices->back().value)) {
    return Outputs{with_shape(call, std::nullopt)};
  }
  const auto rank = static_cast<std::int64_t>(data->size());
  const std::int64_t depth = indices->empty() ? 0 : *indices->back().value;
  const auto most_batches = static_cast<std::int64_t>(indices->size()) - 1;
  if (indices->empty() || *batch < 0 || *batch > most_batches || depth < 1 || depth > rank - *batch) {
    return bad("indices of shape " + to_string(*indices) + " for data of shape " + to_string(*data));
  }
  Shape shape(indices->begin(), indices->end() - 1);
  shape.insert(shape.end(), data->begin() + *batch + depth, data->end());
  return Outputs{with_shape(call, std::move(shape))};
}

Result<Outputs> infer_top_k(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  if (!data) {
    return Outputs{with_shape(call, std::nullopt),
                   Known{.type = ElementType::kInt64, .shape = {}, .numbers = {}}};
  }
  const Result<std::size_t> axis = call.axis("axis", -1, data->size());
  if (!axis) return tl::unexpected(axis.error());
  const Result<std::optional<std::int64_t>> count = top_count(call);
  if (!count) return tl::unexpected(count.error());
  Shape shape = *data;
  if (*count && shape[*axis].value && **count > *shape[*axis].value) {
    return bad("k is " + std::to_string(**count) + " for a length of " + std::to_string(*shape[*axis].value));
  }
  shape[*axis] = *count ? axis_of(**count) : unknown_axis();
  return Outputs{with_shape(call, shape), Known{.type = ElementType::kInt64, .shape = shape, .numbers = {}}};
}

Result<Outputs> infer_one_hot(const Call& call) {
  Known known{.type = call.input(2).type, .shape = {}, .numbers = {}};
  const std::optional<Shape>& indices = call.input(0).shape;
  if (!indices) return Outputs{std::move(known)};
  const Result<std::size_t> axis = call.axis("axis", -1, indices->size() + 1);
  if (!axis) return tl::unexpected(axis.error());
  const std::optional<std::vector<double>> depth = reals(&call.input(1));
  Dim length = unknown_axis();
  if (depth) {
    if (depth->size() != 1 || !(depth->front() >= 1) || depth->front() > static_cast<double>(kLongestAxis)) {
      return bad("depth must be one number of 1 or more");
    }
    length = axis_of(static_cast<std::int64_t>(depth->front()));
  }
  Shape shape = *indices;
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(*axis), length);
  known.shape = std::move(shape);
  return Outputs{std::move(known)};
}

Result<Outputs> infer_range(const Call& call) {
  Known known{.type = call.input(0).type, .shape = Shape{unknown_axis()}, .numbers = {}};
  std::vector<double> bounds;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::optional<std::vector<double>> number = reals(&call.input(i));
    if (!number) return Outputs{std::move(known)};
    if (number->size() != 1) return bad("input " + std::to_string(i) + " must be one number");
    bounds.push_back(number->front());
  }
  if (bounds[2] == 0) return bad("a range with a step of 0");
  const double count = std::ceil((bounds[1] - bounds[0]) / bounds[2]);
  if (std::isnan(count) || count > static_cast<double>(kLongestAxis)) {
    return bad("a range that has no end");
  }
  const auto length = static_cast<std::int64_t>(std::max(0.0, count));
  known.shape = Shape{axis_of(length)};
  const std::vector<std::int64_t>* start = integers(&call.input(0));
  const std::vector<std::int64_t>* step = integers(&call.input(2));
  if (start != nullptr && step != nullptr) {
    // Beyond this the bounds were no exact doubles.
    const bool exact = std::fabs(bounds[0]) < 9e15 && std::fabs(bounds[1]) < 9e15;
    if (!exact) return bad("a range past 2^53");
    known.numbers = steps<std::int64_t>(start->front(), step->front(), length);
  } else {
    known.numbers = steps<double>(bounds[0], bounds[2], length);
  }
  return Outputs{std::move(known)};
}

Result<Outputs> infer_eye_like(const Call& call) {
  Known known{.type = call.input(0).type, .shape = call.input(0).shape, .numbers = {}};
  if (known.shape && known.shape->size() != 2)
    return bad("shape " + to_string(*known.shape) + " is no matrix");
  const Result<std::int64_t> asked = call.integer("dtype", 0);
  if (!asked) return tl::unexpected(asked.error());
  if (*asked == 0) return Outputs{std::move(known)};
  const Result<ElementType> type = to_element_type(*asked);
  if (!type) return tl::unexpected(type.error());
  known.type = *type;
  return Outputs{std::move(known)};
}

}  // namespace bakeoff::model::shapes
