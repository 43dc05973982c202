#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"
#include "model/onnx/shapes/windows.h"

namespace bakeoff::model::shapes {
namespace {

/// The parts of X [N, C, spatial...] and W [a, b, kernel...] that convolutions need.
struct Operands {
  Shape x;
  Shape w;
  std::int64_t group = 1;
  Windows windows;
};

Result<std::vector<std::int64_t>> kernel_of(const Call& call, const Shape& w) {
  const std::optional<std::vector<std::int64_t>> dims = to_dims(w);
  if (!dims) return bad("the kernel has no fixed size");
  std::vector<std::int64_t> kernel(dims->begin() + 2, dims->end());
  Result<std::vector<std::int64_t>> declared = call.integers("kernel_shape", kernel);
  if (!declared) return declared;
  if (*declared != kernel) {
    return bad("kernel_shape " + to_string(*declared) + " disagrees with weights of " + to_string(*dims));
  }
  return kernel;
}

Result<Operands> operands_of(const Call& call, std::size_t weights) {
  Operands operands{.x = *call.input(0).shape, .w = *call.input(weights).shape, .group = 1, .windows = {}};
  if (operands.x.size() < 3 || operands.x.size() != operands.w.size()) {
    return bad("data of shape " + to_string(operands.x) + " and weights of " + to_string(operands.w) +
               " do not belong together");
  }
  const Result<std::int64_t> group = call.integer("group", 1);
  if (!group) return tl::unexpected(group.error());
  if (*group < 1 || *group > kLongestAxis) return bad("group is " + std::to_string(*group));
  operands.group = *group;
  Result<std::vector<std::int64_t>> kernel = kernel_of(call, operands.w);
  if (!kernel) return tl::unexpected(kernel.error());
  Result<Windows> windows = read_windows(call, std::move(*kernel));
  if (!windows) return tl::unexpected(windows.error());
  operands.windows = std::move(*windows);
  return operands;
}

Result<void> check_bias(const Known* bias, std::int64_t channels) {
  if (bias == nullptr || !bias->shape) return {};
  const std::optional<std::vector<std::int64_t>> dims = to_dims(*bias->shape);
  if (!dims || *dims == std::vector<std::int64_t>{channels}) return {};
  return bad("a bias of shape " + to_string(*dims) + " for " + std::to_string(channels) + " channels");
}

Result<void> check_channels(const Dim& data, std::int64_t weights) {
  if (!data.value || *data.value == weights) return {};
  return bad("the data has " + std::to_string(*data.value) + " channels, the weights expect " +
             std::to_string(weights));
}

/// Sizes of the spatial axes of ConvTranspose, from its formula in Operators.md.
Result<std::vector<Dim>> transposed_axes(const Call& call, const Operands& operands) {
  const Windows& windows = operands.windows;
  if (call.has("output_shape")) {
    const Result<std::vector<std::int64_t>> given = call.extents("output_shape", windows.axes(), 0, 0);
    if (!given) return tl::unexpected(given.error());
    return to_shape(*given);
  }
  const Result<std::vector<std::int64_t>> extra = call.extents("output_padding", windows.axes(), 0, 0);
  if (!extra) return tl::unexpected(extra.error());
  std::vector<Dim> axes;
  for (std::size_t i = 0; i < windows.axes(); ++i) {
    const std::optional<std::int64_t> length = operands.x[i + 2].value;
    const std::int64_t stride = windows.strides[i];
    if (!length) {
      axes.push_back(unknown_axis());
    } else if (windows.auto_pad == "SAME_UPPER" || windows.auto_pad == "SAME_LOWER") {
      axes.push_back(axis_of(*length * stride));
    } else {
      axes.push_back(axis_of(stride * (*length - 1) + (*extra)[i] - windows.padding(i) + windows.span(i)));
    }
  }
  return axes;
}

Result<std::vector<Dim>> window_axes(const Windows& windows, const Shape& x) {
  std::vector<Dim> axes;
  for (std::size_t i = 0; i < windows.axes(); ++i) {
    if (!x[i + 2].value) {
      axes.push_back(unknown_axis());
      continue;
    }
    const Result<std::int64_t> count = windows.count(i, *x[i + 2].value);
    if (!count) return tl::unexpected(count.error());
    axes.push_back(axis_of(*count));
  }
  return axes;
}

Known image(ElementType type, const Dim& batch, const Dim& channels, const std::vector<Dim>& axes) {
  Shape shape{batch, channels};
  shape.insert(shape.end(), axes.begin(), axes.end());
  return Known{.type = type, .shape = std::move(shape), .numbers = {}};
}

bool ranks_known(const Call& call, std::size_t weights) {
  return call.input(0).shape && call.input(weights).shape;
}

/// The convolution of input 0 with input `weights`.
Result<Outputs> convolved(const Call& call, std::size_t weights, const Known* bias, ElementType type) {
  if (!ranks_known(call, weights)) return Outputs{Known{.type = type, .shape = {}, .numbers = {}}};
  const Result<Operands> operands = operands_of(call, weights);
  if (!operands) return tl::unexpected(operands.error());
  const std::int64_t channels = *operands->w[0].value;
  Result<void> checked = check_channels(operands->x[1], *operands->w[1].value * operands->group);
  if (checked) checked = check_bias(bias, channels);
  if (!checked) return tl::unexpected(checked.error());
  if (channels % operands->group != 0) {
    return bad(std::to_string(channels) + " channels in " + std::to_string(operands->group) + " groups");
  }
  const Result<std::vector<Dim>> axes = window_axes(operands->windows, operands->x);
  if (!axes) return tl::unexpected(axes.error());
  return Outputs{image(type, operands->x[0], axis_of(channels), *axes)};
}

}  // namespace

Result<Outputs> infer_conv(const Call& call) {
  return convolved(call, 1, call.optional_input(2), call.input(0).type);
}

Result<Outputs> infer_conv_integer(const Call& call) {
  return convolved(call, 1, nullptr, ElementType::kInt32);
}

Result<Outputs> infer_qlinear_conv(const Call& call) {
  return convolved(call, 3, call.optional_input(8), call.input(7).type);
}

Result<Outputs> infer_conv_transpose(const Call& call) {
  if (!ranks_known(call, 1)) return Outputs{with_shape(call, std::nullopt)};
  const Result<Operands> operands = operands_of(call, 1);
  if (!operands) return tl::unexpected(operands.error());
  const std::int64_t channels = *operands->w[1].value * operands->group;
  Result<void> checked = check_channels(operands->x[1], *operands->w[0].value);
  if (checked) checked = check_bias(call.optional_input(2), channels);
  if (!checked) return tl::unexpected(checked.error());
  if (*operands->w[0].value % operands->group != 0) {
    return bad(std::to_string(*operands->w[0].value) + " channels in " + std::to_string(operands->group) +
               " groups");
  }
  const Result<std::vector<Dim>> axes = transposed_axes(call, *operands);
  if (!axes) return tl::unexpected(axes.error());
  return Outputs{image(call.input(0).type, operands->x[0], axis_of(channels), *axes)};
}

Result<Outputs> infer_pool(const Call& call) {
  const Known& input = call.input(0);
  if (!call.has("kernel_shape")) return bad("attribute 'kernel_shape' is missing");
  Result<std::vector<std::int64_t>> kernel = call.integers("kernel_shape", {});
  if (!kernel) return tl::unexpected(kernel.error());
  if (!input.shape) {
    return Outputs{Known{.type = input.type, .shape = {}, .numbers = {}},
                   Known{.type = ElementType::kInt64, .shape = {}, .numbers = {}}};
  }
  if (kernel->empty() || input.shape->size() != kernel->size() + 2) {
    return bad("a kernel of " + std::to_string(kernel->size()) + " axes over data of shape " +
               to_string(*input.shape));
  }
  const Result<Windows> windows = read_windows(call, std::move(*kernel));
  if (!windows) return tl::unexpected(windows.error());
  const Result<std::vector<Dim>> axes = window_axes(*windows, *input.shape);
  if (!axes) return tl::unexpected(axes.error());
  const Shape& shape = *input.shape;
  return Outputs{image(input.type, shape[0], shape[1], *axes),
                 image(ElementType::kInt64, shape[0], shape[1], *axes)};
}

Result<Outputs> infer_global_pool(const Call& call) {
  const Known& input = call.input(0);
  if (!input.shape) return Outputs{with_shape(call, std::nullopt)};
  if (input.shape->size() < 3) return bad("data of shape " + to_string(*input.shape) + " is no image");
  const std::vector<Dim> axes(input.shape->size() - 2, axis_of(1));
  return Outputs{image(input.type, (*input.shape)[0], (*input.shape)[1], axes)};
}

}  // namespace bakeoff::model::shapes
