#include <algorithm>

#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
namespace {

/// The same data in another shape: what was known of its elements stays.
Known reshaped(const Call& call, std::optional<Shape> shape) {
  Known known = with_shape(call, std::move(shape));
  known.numbers = call.input(0).numbers;
  return known;
}

/// The product of some axes; unknown if one is, or if it is past what an axis may be.
Dim merged(Shape::const_iterator first, Shape::const_iterator last) {
  const std::optional<std::vector<std::int64_t>> dims = to_dims(Shape(first, last));
  const std::optional<std::int64_t> count = dims ? element_count(*dims) : std::nullopt;
  return count ? axis_of(*count) : unknown_axis();
}

/// The target of a Reshape: input from opset 5 on, attribute before. nullptr: not known.
Result<const std::vector<std::int64_t>*> reshape_target(const Call& call,
                                                        std::vector<std::int64_t>& storage) {
  if (call.input_count() > 1) return integers(call.optional_input(1));
  if (!call.has("shape")) return bad("there is neither an input nor an attribute 'shape'");
  Result<std::vector<std::int64_t>> shape = call.integers("shape", {});
  if (!shape) return tl::unexpected(shape.error());
  storage = std::move(*shape);
  return &storage;
}

/// What a -1 in `shape` stands for: the rest of the elements.
Result<Dim> rest_of(const Shape& data, const Shape& shape, std::size_t rest) {
  const Dim whole = merged(data.begin(), data.end());
  Shape others = shape;
  others[rest] = axis_of(1);
  const Dim part = merged(others.begin(), others.end());
  if (!whole.value || !part.value) return unknown_axis();
  if (*part.value == 0 || *whole.value % *part.value != 0) {
    return bad("data of shape " + to_string(data) + " cannot become " + to_string(shape));
  }
  return axis_of(*whole.value / *part.value);
}

Result<Shape> resolved(const Shape& data, const std::vector<std::int64_t>& target, bool zero_copies) {
  Shape shape;
  std::optional<std::size_t> rest;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] < -1 || (target[i] == -1 && rest)) return bad("the target shape " + to_string(target));
    if (target[i] == -1) {
      rest = i;
      shape.push_back(unknown_axis());
    } else if (target[i] == 0 && zero_copies) {
      if (i >= data.size())
        return bad("the target shape copies axis " + std::to_string(i) + ", which is not there");
      shape.push_back(data[i]);
    } else {
      shape.push_back(axis_of(target[i]));
    }
  }
  if (rest) {
    const Result<Dim> length = rest_of(data, shape, *rest);
    if (!length) return tl::unexpected(length.error());
    shape[*rest] = *length;
  }
  const Dim before = merged(data.begin(), data.end());
  const Dim after = merged(shape.begin(), shape.end());
  if (before.value && after.value && *before.value != *after.value) {
    return bad("data of shape " + to_string(data) + " cannot become " + to_string(shape));
  }
  return shape;
}

/// Axes of Squeeze and Unsqueeze: input from opset 13 on, attribute before. nullopt: not known.
Result<std::optional<std::vector<std::int64_t>>> given_axes(const Call& call) {
  if (call.optional_input(1) != nullptr) {
    const std::vector<std::int64_t>* axes = integers(call.optional_input(1));
    return axes == nullptr ? std::nullopt : std::optional(*axes);
  }
  Result<std::vector<std::int64_t>> axes = call.integers("axes", {});
  if (!axes) return tl::unexpected(axes.error());
  return std::optional(std::move(*axes));
}

Result<std::int64_t> block_size(const Call& call) {
  Result<std::int64_t> size = call.integer("blocksize", 0);
  if (size && (*size < 1 || *size > 4096)) return bad("blocksize is " + std::to_string(*size));
  return size;
}

Dim scaled(const Dim& axis, std::int64_t factor) {
  return axis.value ? axis_of(*axis.value * factor) : unknown_axis();
}

Result<Dim> divided(const Dim& axis, std::int64_t divisor) {
  if (!axis.value) return unknown_axis();
  if (*axis.value % divisor != 0) {
    return bad("a length of " + std::to_string(*axis.value) + " in blocks of " + std::to_string(divisor));
  }
  return axis_of(*axis.value / divisor);
}

}  // namespace

Result<Outputs> infer_flatten(const Call& call) {
  const std::optional<Shape>& shape = call.input(0).shape;
  if (!shape) return Outputs{with_shape(call, Shape{unknown_axis(), unknown_axis()})};
  const Result<std::int64_t> axis = call.integer("axis", 1);
  if (!axis) return tl::unexpected(axis.error());
  // The axis may be the rank itself: all axes before it.
  const auto rank = static_cast<std::int64_t>(shape->size());
  if (*axis < -rank || *axis > rank)
    return bad("axis " + std::to_string(*axis) + " of shape " + to_string(*shape));
  const auto cut = shape->begin() + (*axis < 0 ? *axis + rank : *axis);
  return Outputs{reshaped(call, Shape{merged(shape->begin(), cut), merged(cut, shape->end())})};
}

Result<Outputs> infer_reshape(const Call& call) {
  std::vector<std::int64_t> storage;
  const Result<const std::vector<std::int64_t>*> target = reshape_target(call, storage);
  if (!target) return tl::unexpected(target.error());
  const std::optional<Shape>& data = call.input(0).shape;
  if (*target == nullptr || !data) {
    const Known* shape = call.optional_input(1);
    const bool rank_known =
        shape != nullptr && shape->shape && shape->shape->size() == 1 && shape->shape->front().value;
    if (!rank_known || *shape->shape->front().value > static_cast<std::int64_t>(kMostAxes))
      return Outputs{with_shape(call, std::nullopt)};
    return Outputs{with_shape(call, Shape(static_cast<std::size_t>(*shape->shape->front().value)))};
  }
  const Result<std::int64_t> allow_zero = call.integer("allowzero", 0);
  if (!allow_zero) return tl::unexpected(allow_zero.error());
  Result<Shape> shape = resolved(*data, **target, *allow_zero == 0);
  if (!shape) return tl::unexpected(shape.error());
  return Outputs{reshaped(call, std::move(*shape))};
}

Result<Outputs> infer_transpose(const Call& call) {
  const std::optional<Shape>& shape = call.input(0).shape;
  if (!shape) return Outputs{with_shape(call, std::nullopt)};
  std::vector<std::int64_t> reversed;
  for (std::size_t i = shape->size(); i > 0; --i) reversed.push_back(static_cast<std::int64_t>(i - 1));
  const Result<std::vector<std::int64_t>> perm = call.integers("perm", reversed);
  if (!perm) return tl::unexpected(perm.error());
  const Result<std::vector<std::size_t>> axes = normalised_axes(*perm, shape->size());
  if (!axes) return tl::unexpected(axes.error());
  if (axes->size() != shape->size())
    return bad("perm " + to_string(*perm) + " for shape " + to_string(*shape));
  Shape transposed;
  for (const std::size_t axis : *axes) transposed.push_back((*shape)[axis]);
  Known known = with_shape(call, std::move(transposed));
  if (const std::optional<Numbers>& numbers = call.input(0).numbers) {
    const std::vector<ViewAxis> straight = view_of(*shape);
    std::vector<ViewAxis> view;
    for (const std::size_t axis : *axes) view.push_back(straight[axis]);
    known.numbers = viewed(*numbers, 0, view);
  }
  return Outputs{std::move(known)};
}

Result<Outputs> infer_squeeze(const Call& call) {
  const std::optional<Shape>& shape = call.input(0).shape;
  const auto axes = given_axes(call);
  if (!axes) return tl::unexpected(axes.error());
  if (!shape || !*axes) return Outputs{with_shape(call, std::nullopt)};
  const Result<std::vector<std::size_t>> squeezed = normalised_axes(**axes, shape->size());
  if (!squeezed) return tl::unexpected(squeezed.error());
  Shape rest;
  for (std::size_t i = 0; i < shape->size(); ++i) {
    const Dim& axis = (*shape)[i];
    const bool named = std::find(squeezed->begin(), squeezed->end(), i) != squeezed->end();
    if (named && axis.value && *axis.value != 1) {
      return bad("axis " + std::to_string(i) + " of shape " + to_string(*shape) + " is not 1");
    }
    if (squeezed->empty() && !axis.value) return Outputs{with_shape(call, std::nullopt)};
    const bool dropped = squeezed->empty() ? axis.value == 1 : named;
    if (!dropped) rest.push_back(axis);
  }
  return Outputs{reshaped(call, std::move(rest))};
}

Result<Outputs> infer_unsqueeze(const Call& call) {
  const std::optional<Shape>& shape = call.input(0).shape;
  const auto axes = given_axes(call);
  if (!axes) return tl::unexpected(axes.error());
  if (!shape || !*axes) return Outputs{with_shape(call, std::nullopt)};
  const std::size_t rank = shape->size() + (*axes)->size();
  if (rank > kMostAxes) return bad("a shape of " + std::to_string(rank) + " axes");
  const Result<std::vector<std::size_t>> added = normalised_axes(**axes, rank);
  if (!added) return tl::unexpected(added.error());
  Shape wider;
  auto next = shape->begin();
  for (std::size_t i = 0; i < rank; ++i) {
    const bool is_new = std::find(added->begin(), added->end(), i) != added->end();
    wider.push_back(is_new ? axis_of(1) : *next++);
  }
  return Outputs{reshaped(call, std::move(wider))};
}

Result<Outputs> infer_expand(const Call& call) {
  const std::vector<std::int64_t>* target = integers(&call.input(1));
  if (!call.input(0).shape || target == nullptr) return Outputs{with_shape(call, std::nullopt)};
  if (std::any_of(target->begin(), target->end(), [](std::int64_t length) { return length < 0; })) {
    return bad("the target shape " + to_string(*target));
  }
  Result<Shape> shape = broadcast(*call.input(0).shape, to_shape(*target));
  if (!shape) return tl::unexpected(shape.error());
  Known known = with_shape(call, std::move(*shape));
  if (known.shape == call.input(0).shape) known.numbers = call.input(0).numbers;
  return Outputs{std::move(known)};
}

Result<Outputs> infer_depth_to_space(const Call& call) {
  const Result<std::int64_t> block = block_size(call);
  if (!block) return tl::unexpected(block.error());
  const std::optional<Shape>& shape = call.input(0).shape;
  if (!shape) return Outputs{with_shape(call, std::nullopt)};
  if (shape->size() != 4) return bad("data of shape " + to_string(*shape) + " is no image");
  const Result<Dim> channels = divided((*shape)[1], *block * *block);
  if (!channels) return tl::unexpected(channels.error());
  return Outputs{with_shape(
      call, Shape{(*shape)[0], *channels, scaled((*shape)[2], *block), scaled((*shape)[3], *block)})};
}

Result<Outputs> infer_space_to_depth(const Call& call) {
  const Result<std::int64_t> block = block_size(call);
  if (!block) return tl::unexpected(block.error());
  const std::optional<Shape>& shape = call.input(0).shape;
  if (!shape) return Outputs{with_shape(call, std::nullopt)};
  if (shape->size() != 4) return bad("data of shape " + to_string(*shape) + " is no image");
  const Result<Dim> height = divided((*shape)[2], *block);
  if (!height) return tl::unexpected(height.error());
  const Result<Dim> width = divided((*shape)[3], *block);
  if (!width) return tl::unexpected(width.error());
  return Outputs{with_shape(call, Shape{(*shape)[0], scaled((*shape)[1], *block * *block), *height, *width})};
}

}  // namespace bakeoff::model::shapes
