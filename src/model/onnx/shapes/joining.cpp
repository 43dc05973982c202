#include <algorithm>

#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
namespace {

/// The numbers of all inputs one after another, if each is a known vector of the same kind.
template <typename Number>
std::optional<Numbers> concatenated(const Call& call) {
  std::vector<Number> numbers;
  for (std::size_t i = 0; i < call.input_count(); ++i) {
    const Known& input = call.input(i);
    if (!input.numbers || !std::holds_alternative<std::vector<Number>>(*input.numbers)) return std::nullopt;
    const auto& part = std::get<std::vector<Number>>(*input.numbers);
    numbers.insert(numbers.end(), part.begin(), part.end());
    if (numbers.size() > static_cast<std::size_t>(kMostNumbers)) return std::nullopt;
  }
  return numbers;
}

/// Adds a further input to what Concat has so far.
Result<void> append_along(Shape& joined, const Shape& shape, std::size_t axis) {
  if (shape.size() != joined.size()) return bad("shapes " + to_string(joined) + " and " + to_string(shape));
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i == axis) {
      const bool known = joined[i].value && shape[i].value;
      joined[i] = known ? axis_of(*joined[i].value + *shape[i].value) : unknown_axis();
    } else if (!joined[i].value) {
      joined[i] = shape[i];
    } else if (shape[i].value && *shape[i].value != *joined[i].value) {
      return bad("shapes " + to_string(joined) + " and " + to_string(shape) + " differ on axis " +
                 std::to_string(i));
    }
  }
  return {};
}

/// Lengths of the parts of a Split; nothing if they are computed at run time.
Result<std::optional<std::vector<std::int64_t>>> split_lengths(const Call& call, const Dim& axis) {
  if (call.optional_input(1) != nullptr) {
    const std::vector<std::int64_t>* given = integers(call.optional_input(1));
    return given == nullptr ? std::nullopt : std::optional(*given);
  }
  if (call.has("split")) {
    Result<std::vector<std::int64_t>> given = call.integers("split", {});
    if (!given) return tl::unexpected(given.error());
    return std::optional(std::move(*given));
  }
  if (!axis.value) return std::optional<std::vector<std::int64_t>>();
  const auto parts = static_cast<std::int64_t>(call.output_count());
  // From opset 18 on the last part may be shorter; before, the length had to divide evenly.
  const std::int64_t length = (*axis.value + parts - 1) / parts;
  const std::int64_t last = *axis.value - length * (parts - 1);
  if (last < 0 || (call.opset() < 18 && last != length)) {
    return bad("a length of " + std::to_string(*axis.value) + " in " + std::to_string(parts) + " parts");
  }
  std::vector<std::int64_t> lengths(call.output_count(), length);
  lengths.back() = last;
  return std::optional(std::move(lengths));
}

}  // namespace

Result<Outputs> infer_concat(const Call& call) {
  Shape joined;
  for (std::size_t i = 0; i < call.input_count(); ++i) {
    const Known* input = call.optional_input(i);
    if (input == nullptr) return bad("input " + std::to_string(i) + " is missing");
    if (!input->shape) return Outputs{with_shape(call, std::nullopt)};
    if (i == 0) joined = *input->shape;
  }
  if (call.opset() >= 4 && !call.has("axis")) return bad("attribute 'axis' is missing");
  const Result<std::size_t> axis = call.axis("axis", 1, joined.size());
  if (!axis) return tl::unexpected(axis.error());
  for (std::size_t i = 1; i < call.input_count(); ++i) {
    const Result<void> appended = append_along(joined, *call.input(i).shape, *axis);
    if (!appended) return tl::unexpected(appended.error());
  }
  Known known = with_shape(call, std::move(joined));
  if (known.shape->size() == 1) {
    known.numbers = concatenated<std::int64_t>(call);
    if (!known.numbers) known.numbers = concatenated<double>(call);
  }
  return Outputs{std::move(known)};
}

Result<Outputs> infer_split(const Call& call) {
  const std::optional<Shape>& shape = call.input(0).shape;
  if (!shape) return Outputs(call.output_count(), with_shape(call, std::nullopt));
  const Result<std::size_t> axis = call.axis("axis", 0, shape->size());
  if (!axis) return tl::unexpected(axis.error());
  const auto lengths = split_lengths(call, (*shape)[*axis]);
  if (!lengths) return tl::unexpected(lengths.error());
  Shape part = *shape;
  part[*axis] = unknown_axis();
  Outputs outputs(call.output_count(), with_shape(call, part));
  if (!*lengths) return outputs;
  std::int64_t left = (*shape)[*axis].value.value_or(kLongestAxis);
  const bool counted = (*lengths)->size() == outputs.size();
  for (std::size_t i = 0; counted && i < outputs.size(); ++i) {
    const std::int64_t length = (**lengths)[i];
    if (length < 0 || length > left)
      return bad("parts of " + to_string(**lengths) + " of shape " + to_string(*shape));
    left -= length;
    (*outputs[i].shape)[*axis] = axis_of(length);
  }
  if (!counted || ((*shape)[*axis].value && left != 0)) {
    return bad("parts of " + to_string(**lengths) + " for " + std::to_string(outputs.size()) +
               " outputs of shape " + to_string(*shape));
  }
  return outputs;
}

Result<Outputs> infer_gather(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  const std::optional<Shape>& indices = call.input(1).shape;
  if (!data || !indices) return Outputs{with_shape(call, std::nullopt)};
  const Result<std::size_t> axis = call.axis("axis", 0, data->size());
  if (!axis) return tl::unexpected(axis.error());
  const auto cut = data->begin() + static_cast<std::ptrdiff_t>(*axis);
  Shape shape(data->begin(), cut);
  shape.insert(shape.end(), indices->begin(), indices->end());
  shape.insert(shape.end(), cut + 1, data->end());
  Known known = with_shape(call, std::move(shape));
  const std::vector<std::int64_t>* numbers = integers(&call.input(0));
  const std::vector<std::int64_t>* positions = integers(&call.input(1));
  if (data->size() != 1 || numbers == nullptr || positions == nullptr) return Outputs{std::move(known)};
  std::vector<std::int64_t> gathered;
  for (const std::int64_t position : *positions) {
    const Result<std::size_t> index = normalised_axis(position, numbers->size());
    if (!index)
      return bad("index " + std::to_string(position) + " into " + std::to_string(numbers->size()) +
                 " elements");
    gathered.push_back((*numbers)[*index]);
  }
  known.numbers = std::move(gathered);
  return Outputs{std::move(known)};
}

}  // namespace bakeoff::model::shapes
