#include "model/onnx/shapes/resize.h"

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
Result<double> common_scale(const Shape& data, const std::vector<std::size_t>& axes,
                            const std::vector<std::int64_t>& sizes, const std::string& policy) {
  std::optional<double> scale;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::optional<std::int64_t> length = data[axes[i]].value;
    if (!length || *length == 0) return bad("keep_aspect_ratio_policy needs known axes");
    const double ratio = static_cast<double>(sizes[i]) / static_cast<double>(*length);
    const bool smaller = policy == "not_larger";
    scale = !scale ? ratio : smaller ? std::fmin(*scale, ratio) : std::fmax(*scale, ratio);
  }
  return scale.value_or(1);
}

Result<Shape> with_aspect_ratio(const Shape& data, const std::vector<std::size_t>& axes,
                                const std::vector<std::int64_t>& sizes, const std::string& policy) {
  const Result<double> scale = common_scale(data, axes, sizes, policy);
  if (!scale) return tl::unexpected(scale.error());
  Shape shape = data;
  for (const std::size_t axis : axes) {
    const double length = std::floor(static_cast<double>(*data[axis].value) * *scale + 0.5);
    if (!(length >= 0) || length > static_cast<double>(kLongestAxis)) return bad("sizes " + to_string(sizes));
    shape[axis] = axis_of(static_cast<std::int64_t>(length));
  }
  return shape;
}

bool keeps_aspect_ratio(const std::string& policy) {
  return policy == "not_larger" || policy == "not_smaller";
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
  if (keeps_aspect_ratio(*policy)) return with_aspect_ratio(data, axes, sizes, *policy);
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

/// The input that holds the scales: opset 10 has (X, scales); from 11 on (X, roi, scales, sizes), one of the
/// last two given.
std::size_t scales_input(const Call& call) {
  return call.op_type() == "Resize" && call.opset() >= 11 ? 2 : 1;
}

/// Scales that are given as such: an input, or the attribute of Upsample before opset 9.
Result<std::optional<std::vector<double>>> given_scales(const Call& call) {
  if (call.op_type() != "Upsample" || !call.has("scales")) {
    return reals(call.optional_input(scales_input(call)));
  }
  const Result<std::vector<float>> scales = call.floats("scales");
  if (!scales) return tl::unexpected(scales.error());
  return std::optional(std::vector<double>(scales->begin(), scales->end()));
}

/// The asked sizes; nullptr if scales are given instead.
const Known* sizes_input(const Call& call) {
  return scales_input(call) == 2 ? call.optional_input(3) : nullptr;
}

/// The scales of `axes` that sizes mean.
Result<std::vector<double>> scales_of_sizes(const Call& call, const Shape& data,
                                            const std::vector<std::size_t>& axes,
                                            const std::vector<std::int64_t>& sizes) {
  const Result<std::string> policy = call.string("keep_aspect_ratio_policy", "stretch");
  if (!policy) return tl::unexpected(policy.error());
  if (keeps_aspect_ratio(*policy)) {
    const Result<double> scale = common_scale(data, axes, sizes, *policy);
    if (!scale) return tl::unexpected(scale.error());
    return std::vector<double>(axes.size(), *scale);
  }
  std::vector<double> scales;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::int64_t length = *data[axes[i]].value;
    if (length == 0) return bad("an axis without elements cannot be resized");
    scales.push_back(static_cast<double>(sizes[i]) / static_cast<double>(length));
  }
  return scales;
}

}  // namespace

Result<std::vector<std::size_t>> resize_axes(const Call& call, std::size_t rank) {
  if (!call.has("axes")) return all_axes(rank);
  const Result<std::vector<std::int64_t>> named = call.integers("axes", {});
  if (!named) return tl::unexpected(named.error());
  return normalised_axes(*named, rank);
}

Result<std::optional<std::vector<float>>> resize_scales(const Call& call,
                                                        const std::vector<std::int64_t>& dims) {
  const Result<std::vector<std::size_t>> axes = resize_axes(call, dims.size());
  if (!axes) return tl::unexpected(axes.error());
  Result<std::optional<std::vector<double>>> scales = given_scales(call);
  if (const Known* sizes = sizes_input(call)) {
    const std::vector<std::int64_t>* lengths = integers(sizes);
    if (lengths == nullptr) return std::optional<std::vector<float>>();
    scales = scales_of_sizes(call, to_shape(dims), *axes, *lengths);
  }
  if (!scales) return tl::unexpected(scales.error());
  if (!*scales) return std::optional<std::vector<float>>();
  std::vector<float> all(dims.size(), 1.0F);
  for (std::size_t i = 0; i < axes->size(); ++i) all[(*axes)[i]] = static_cast<float>((**scales)[i]);
  return std::optional(std::move(all));
}

Result<Outputs> infer_resize(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  if (!data) return Outputs{with_shape(call, std::nullopt)};
  if (call.opset() < 11) return scaled_by(call, call.optional_input(1), all_axes(data->size()));
  const Result<std::vector<std::size_t>> axes = resize_axes(call, data->size());
  if (!axes) return tl::unexpected(axes.error());
  const Known* sizes = call.optional_input(3);
  if (sizes == nullptr) {
    if (is_empty(call.optional_input(2))) return bad("neither scales nor sizes are given");
    return scaled_by(call, call.optional_input(2), *axes);
  }
  const std::vector<std::int64_t>* lengths = integers(sizes);
  if (lengths == nullptr) return Outputs{with_shape(call, Shape(data->size()))};
  Result<Shape> shape = by_sizes(call, *data, *axes, *lengths);
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
