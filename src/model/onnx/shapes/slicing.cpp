#include "model/onnx/shapes/slicing.h"

#include <algorithm>

#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
Result<Range> slice_range(std::int64_t length, std::int64_t start, std::int64_t end, std::int64_t step) {
  if (step == 0) return bad("a step of 0");
  const auto clamped = [length](std::int64_t index, std::int64_t least, std::int64_t most) {
    // index + length cannot overflow: index is negative, length at most kLongestAxis.
    return std::clamp(index < 0 ? index + length : index, least, most);
  };
  if (step > 0) {
    const std::int64_t first = clamped(start, 0, length);
    const std::int64_t last = clamped(end, 0, length);
    return Range{.start = first, .count = last > first ? (last - first - 1) / step + 1 : 0, .step = step};
  }
  const std::int64_t first = clamped(start, -1, length - 1);
  const std::int64_t last = clamped(end, -1, length - 1);
  // A step past the longest axis takes one element anyway; the most negative one could not be negated.
  const std::int64_t count = first > last ? (first - last - 1) / -std::max(step, -kLongestAxis) + 1 : 0;
  return Range{.start = first, .count = count, .step = step};
}

namespace {

/// One argument of Slice: input from opset 10 on, attribute before. Empty if it is omitted; nothing if it is
/// computed at run time.
Result<std::optional<std::vector<std::int64_t>>> slice_argument(const Call& call, std::size_t input,
                                                                const std::string& attribute) {
  if (call.input_count() > 1) {
    if (call.optional_input(input) == nullptr) return std::optional(std::vector<std::int64_t>());
    const std::vector<std::int64_t>* given = integers(call.optional_input(input));
    return given == nullptr ? std::nullopt : std::optional(*given);
  }
  Result<std::vector<std::int64_t>> given = call.integers(attribute, {});
  if (!given) return tl::unexpected(given.error());
  return std::optional(std::move(*given));
}

}  // namespace

Result<std::optional<SliceArguments>> slice_arguments(const Call& call) {
  SliceArguments arguments;
  const std::vector<std::pair<std::string, std::vector<std::int64_t>*>> named = {
      {"starts", &arguments.starts},
      {"ends", &arguments.ends},
      {"axes", &arguments.axes},
      {"steps", &arguments.steps}};
  for (std::size_t i = 0; i < named.size(); ++i) {
    auto values = slice_argument(call, i + 1, named[i].first);
    if (!values) return tl::unexpected(values.error());
    if (!*values) return std::optional<SliceArguments>();
    *named[i].second = std::move(**values);
  }
  const std::size_t count = arguments.starts.size();
  if (arguments.axes.empty()) {
    for (std::size_t i = 0; i < count; ++i) arguments.axes.push_back(static_cast<std::int64_t>(i));
  }
  if (arguments.steps.empty()) arguments.steps.assign(count, 1);
  if (arguments.ends.size() != count || arguments.axes.size() != count || arguments.steps.size() != count) {
    return bad("starts, ends, axes and steps are not equally many");
  }
  return std::optional(std::move(arguments));
}

Result<std::optional<std::vector<std::int64_t>>> pads_of(const Call& call, std::size_t rank) {
  std::vector<std::int64_t> given;
  if (call.input_count() > 1) {
    const std::vector<std::int64_t>* values = integers(call.optional_input(1));
    if (values == nullptr) return std::optional<std::vector<std::int64_t>>();
    given = *values;
  } else {
    const Result<std::vector<std::int64_t>> values =
        call.integers(call.has("pads") ? "pads" : "paddings", {});
    if (!values) return tl::unexpected(values.error());
    given = *values;
  }
  std::vector<std::size_t> axes;
  for (std::size_t i = 0; i < rank; ++i) axes.push_back(i);
  if (call.optional_input(3) != nullptr) {
    const std::vector<std::int64_t>* named = integers(call.optional_input(3));
    if (named == nullptr) return std::optional<std::vector<std::int64_t>>();
    const Result<std::vector<std::size_t>> indices = normalised_axes(*named, rank);
    if (!indices) return tl::unexpected(indices.error());
    axes = *indices;
  }
  if (given.size() != 2 * axes.size())
    return bad(std::to_string(given.size()) + " pads for " + std::to_string(axes.size()) + " axes");
  std::vector<std::int64_t> pads(2 * rank, 0);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    pads[axes[i]] = given[i];
    pads[rank + axes[i]] = given[axes.size() + i];
  }
  return std::optional(std::move(pads));
}

Result<Outputs> infer_slice(const Call& call) {
  const std::optional<Shape>& shape = call.input(0).shape;
  const auto arguments = slice_arguments(call);
  if (!arguments) return tl::unexpected(arguments.error());
  if (!shape) return Outputs{with_shape(call, std::nullopt)};
  if (!*arguments) return Outputs{with_shape(call, Shape(shape->size()))};
  const Result<std::vector<std::size_t>> axes = normalised_axes((*arguments)->axes, shape->size());
  if (!axes) return tl::unexpected(axes.error());
  Known known = with_shape(call, *shape);
  const std::optional<Numbers>& numbers = call.input(0).numbers;
  std::vector<ViewAxis> view = numbers ? view_of(*shape) : std::vector<ViewAxis>();
  std::int64_t offset = 0;
  for (std::size_t i = 0; i < axes->size(); ++i) {
    Dim& axis = (*known.shape)[(*axes)[i]];
    if (!axis.value) {
      axis = unknown_axis();
      continue;
    }
    const Result<Range> range =
        slice_range(*axis.value, (*arguments)->starts[i], (*arguments)->ends[i], (*arguments)->steps[i]);
    if (!range) return tl::unexpected(range.error());
    axis = axis_of(range->count);
    if (!numbers) continue;
    ViewAxis& seen = view[(*axes)[i]];
    offset += range->start * seen.stride;
    seen = {.count = range->count, .stride = range->count > 1 ? seen.stride * range->step : 0};
  }
  if (numbers) known.numbers = viewed(*numbers, offset, view);
  return Outputs{std::move(known)};
}

Result<Outputs> infer_pad(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  if (!data) return Outputs{with_shape(call, std::nullopt)};
  const auto pads = pads_of(call, data->size());
  if (!pads) return tl::unexpected(pads.error());
  if (!*pads) return Outputs{with_shape(call, Shape(data->size()))};
  Shape shape = *data;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::int64_t first = (**pads)[i];
    const std::int64_t last = (**pads)[shape.size() + i];
    const auto extreme = [](std::int64_t pad) { return pad < -kLongestAxis || pad > kLongestAxis; };
    if (extreme(first) || extreme(last)) return bad("pads of " + to_string(**pads));
    if (first == 0 && last == 0) continue;
    if (shape[i].value && *shape[i].value + first + last < 0)
      return bad("pads of " + to_string(**pads) + " for shape " + to_string(*data));
    shape[i] = shape[i].value ? axis_of(*shape[i].value + first + last) : unknown_axis();
  }
  return Outputs{with_shape(call, std::move(shape))};
}

Result<Outputs> infer_tile(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  const std::vector<std::int64_t>* repeats = integers(&call.input(1));
  if (!data || repeats == nullptr)
    return Outputs{with_shape(call, data ? std::optional(Shape(data->size())) : std::nullopt)};
  if (repeats->size() != data->size())
    return bad("repeats " + to_string(*repeats) + " for shape " + to_string(*data));
  Shape shape = *data;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::int64_t count = (*repeats)[i];
    if (count < 0 || count > kLongestAxis) return bad("repeats " + to_string(*repeats));
    shape[i] = shape[i].value ? axis_of(*shape[i].value * count) : unknown_axis();
  }
  return Outputs{with_shape(call, std::move(shape))};
}

}  // namespace bakeoff::model::shapes
