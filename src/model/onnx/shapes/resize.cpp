#include <cmath>
#include <numeric>

#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
namespace {

Result<std::int64_t> scaled_length(std::int64_t length, double scale) {
  // Scales are floats: multiplied as such, as ONNX Runtime does, so that 2/3 of 3 is 2 here too.
  const float scaled = std::floor(static_cast<float>(length) * static_cast<float>(scale));
  if (!(scale > 0) || !(scaled >= 0) || scaled > static_cast<float>(kLongestAxis)) {
    return bad("a scale of " + std::to_string(scale) + " for a length of " + std::to_string(length));
  }
  return static_cast<std::int64_t>(scaled);
}

/// With coordinate_transformation_mode tf_crop_and_resize only a part of each axis is enlarged: the last half
/// of `roi` minus the first. Nothing if the region is computed at run time.
Result<std::optional<std::vector<double>>> cropped(const Call& call, std::vector<double> scales) {
  const Result<std::string> mode = call.string("coordinate_transformation_mode", "half_pixel");
  if (!mode) return tl::unexpected(mode.error());
  if (*mode != "tf_crop_and_resize") return std::optional(std::move(scales));
  const std::optional<std::vector<double>> roi = reals(call.optional_input(1));
  if (!roi) return std::optional<std::vector<double>>();
  if (roi->size() != 2 * scales.size()) return bad("a region of " + std::to_string(roi->size()) + " numbers");
  for (std::size_t i = 0; i < scales.size(); ++i) scales[i] *= (*roi)[scales.size() + i] - (*roi)[i];
  return std::optional(std::move(scales));
}

Result<Shape> by_scales(const Shape& data, const std::vector<std::size_t>& axes,
                        const std::vector<double>& scales) {
  if (scales.size() != axes.size())
    return bad(std::to_string(scales.size()) + " scales for " + std::to_string(axes.size()) + " axes");
  Shape shape = data;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    Dim& axis = shape[axes[i]];
    if (!axis.value) {
      if (scales[i] != 1) axis = unknown_axis();
      continue;
    }
    const Result<std::int64_t> length = scaled_length(*axis.value, scales[i]);
    if (!length) return tl::unexpected(length.error());
    axis = axis_of(*length);
  }
  return shape;
}

/// One factor for all axes, so that none passes (not_larger) or falls below (not_smaller) the asked sizes.
Result<Shape> with_aspect_ratio(const Shape& data, const std::vector<std::size_t>& axes,
                                const std::vector<std::int64_t>& sizes, const std::string& policy) {
  std::optional<double> scale;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::optional<std::int64_t> length = data[axes[i]].value;
    if (!length || *length == 0) return bad("keep_aspect_ratio_policy needs known axes");
    const double ratio = static_cast<double>(sizes[i]) / static_cast<double>(*length);
    const bool smaller = policy == "not_larger";
    scale = !scale ? ratio : smaller ? std::fmin(*scale, ratio) : std::fmax(*scale, ratio);
  }
  Shape shape = data;
  for (const std::size_t axis : axes) {
    const double length = std::floor(static_cast<double>(*data[axis].value) * *scale + 0.5);
    if (!(length >= 0) || length > static_cast<double>(kLongestAxis)) return bad("sizes " + to_string(sizes));
    shape[axis] = axis_of(static_cast<std::int64_t>(length));
  }
  return shape;
}

Result<Shape> by_sizes(const Call& call, const Shape& data, const std::vector<std::size_t>& axes,
                       const std::vector<std::int64_t>& sizes) {
  if (sizes.size() != axes.size())
    return bad("sizes " + to_string(sizes) + " for " + std::to_string(axes.size()) + " axes");
  for (const std::int64_t size : sizes) {
    if (size < 0 || size > kLongestAxis) return bad("sizes " + to_string(sizes));
  }
  const Result<std::string> policy = call.string("keep_aspect_ratio_policy", "stretch");
  if (!policy) return tl::unexpected(policy.error());
  if (*policy == "not_larger" || *policy == "not_smaller")
    return with_aspect_ratio(data, axes, sizes, *policy);
  Shape shape = data;
  for (std::size_t i = 0; i < axes.size(); ++i) shape[axes[i]] = axis_of(sizes[i]);
  return shape;
}

std::vector<std::size_t> all_axes(std::size_t rank) {
  std::vector<std::size_t> axes(rank);
  std::iota(axes.begin(), axes.end(), std::size_t{0});
  return axes;
}

Result<Outputs> scaled_by(const Call& call, const Known* scales, const std::vector<std::size_t>& axes) {
  const Shape& data = *call.input(0).shape;
  std::optional<std::vector<double>> factors = reals(scales);
  if (!factors) return Outputs{with_shape(call, Shape(data.size()))};
  const auto effective = cropped(call, std::move(*factors));
  if (!effective) return tl::unexpected(effective.error());
  if (!*effective) return Outputs{with_shape(call, Shape(data.size()))};
  Result<Shape> shape = by_scales(data, axes, **effective);
  if (!shape) return tl::unexpected(shape.error());
  return Outputs{with_shape(call, std::move(*shape))};
}

bool is_empty(const Known* known) {
  return known == nullptr || (known->shape && known->shape->size() == 1 && known->shape->front().value == 0);
}

}  // namespace

Result<Outputs> infer_resize(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  if (!data) return Outputs{with_shape(call, std::nullopt)};
  // Opset 10 has (X, scales); from 11 on (X, roi, scales, sizes), one of the last two given.
  if (call.opset() < 11) return scaled_by(call, call.optional_input(1), all_axes(data->size()));
  std::vector<std::size_t> axes = all_axes(data->size());
  if (call.has("axes")) {
    const Result<std::vector<std::int64_t>> named = call.integers("axes", {});
    if (!named) return tl::unexpected(named.error());
    Result<std::vector<std::size_t>> indices = normalised_axes(*named, data->size());
    if (!indices) return tl::unexpected(indices.error());
    axes = std::move(*indices);
  }
  const Known* sizes = call.optional_input(3);
  if (sizes == nullptr) {
    if (is_empty(call.optional_input(2))) return bad("neither scales nor sizes are given");
    return scaled_by(call, call.optional_input(2), axes);
  }
  const std::vector<std::int64_t>* lengths = integers(sizes);
  if (lengths == nullptr) return Outputs{with_shape(call, Shape(data->size()))};
  Result<Shape> shape = by_sizes(call, *data, axes, *lengths);
  if (!shape) return tl::unexpected(shape.error());
  return Outputs{with_shape(call, std::move(*shape))};
}

Result<Outputs> infer_upsample(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  if (!data) return Outputs{with_shape(call, std::nullopt)};
  const std::vector<std::size_t> axes = all_axes(data->size());
  // Opset 7 has the scales as an attribute, opset 9 as an input.
  if (!call.has("scales")) return scaled_by(call, call.optional_input(1), axes);
  const Result<std::vector<float>> scales = call.floats("scales");
  if (!scales) return tl::unexpected(scales.error());
  Result<Shape> shape = by_scales(*data, axes, std::vector<double>(scales->begin(), scales->end()));
  if (!shape) return tl::unexpected(shape.error());
  return Outputs{with_shape(call, std::move(*shape))};
}

}  // namespace bakeoff::model::shapes
