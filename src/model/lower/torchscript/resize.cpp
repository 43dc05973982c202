#include <algorithm>
#include <cmath>

#include "model/lower/torchscript/constants.h"
#include "model/lower/torchscript/interpolation.h"
#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"

namespace bakeoff::model::torchscript {
namespace {

std::vector<AxisResize> axes_of(Call& call) {
  const std::vector<float> scales = call.reals("scales");
  const AxisResize common{.mode = call.text("mode"),
                          .coordinates = call.text("coordinate_transformation_mode"),
                          .nearest_mode = call.text("nearest_mode"),
                          .cubic_coeff_a = call.real("cubic_coeff_a"),
                          .exclude_outside = call.integer("exclude_outside")};
  std::vector<AxisResize> axes;
  for (std::size_t i = 0; i < scales.size(); ++i) {
    AxisResize axis = common;
    axis.in = call.input(0).dims[i];
    axis.out = call.output(0).dims[i];
    axis.scale = scales[i];
    axes.push_back(std::move(axis));
  }
  return axes;
}

// nearest_idx of ATen/native/UpSample.h
std::vector<std::int64_t> torch_nearest_sources(const AxisResize& axis) {
  std::vector<std::int64_t> sources;
  const auto step = static_cast<float>(1.0 / static_cast<double>(axis.scale));
  for (std::int64_t i = 0; i < axis.out; ++i) {
    const auto at = static_cast<std::int64_t>(std::floor(static_cast<float>(i) * step));
    sources.push_back(std::min(at, axis.in - 1));
  }
  return sources;
}

bool nearest_as_torch(const AxisResize& axis) {
  return nearest_sources(axis) == torch_nearest_sources(axis);
}

bool smooth_as_torch(const AxisResize& axis) {
  const bool half_pixel = axis.coordinates == "half_pixel" || axis.coordinates == "align_corners" ||
                          (axis.coordinates == "pytorch_half_pixel" && axis.out > 1);
  return half_pixel && axis.exclude_outside == 0 && axis.cubic_coeff_a == -0.75F;
}

// torch.upsample_* for a batch of channels; empty where none means the same.
std::string native(Call& call, const std::vector<AxisResize>& axes) {
  const std::size_t spatial = axes.size() - 2;
  if (axes.size() < 3 || spatial > 3 || !axes[0].identity() || !axes[1].identity()) return {};
  const std::string& mode = axes[2].mode;
  const bool same =
      std::all_of(axes.begin() + 2, axes.end(), mode == "nearest" ? nearest_as_torch : smooth_as_torch);
  if (!same || (mode == "cubic" && spatial != 2)) return {};
  std::vector<std::int64_t> lengths;
  std::string scales;
  for (auto axis = axes.begin() + 2; axis != axes.end(); ++axis) {
    lengths.push_back(axis->out);
    scales += ", " + number(axis->scale);
  }
  std::string function = "upsample_nearest" + std::to_string(spatial) + "d";
  std::string corners;
  if (mode != "nearest") {
    const std::string kinds[] = {"linear1d", "bilinear2d", "trilinear3d"};
    function = "upsample_" + (mode == "cubic" ? "bicubic2d" : kinds[spatial - 1]);
    corners = axes[2].coordinates == "align_corners" ? ", True" : ", False";
  }
  return "torch." + function + "(" + call.input(0).text + ", " + list(lengths) + corners + scales + ")";
}

// One axis after the other, by positions or by a matrix product: anything that ONNX can ask for.
std::string general(Call& call, const std::vector<AxisResize>& axes) {
  std::string text = call.input(0).text;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].identity()) continue;
    const std::string dim = std::to_string(i);
    if (axes[i].mode == "nearest") {
      text = torch_call("index_select", {text, dim, positions(call, nearest_sources(axes[i]))});
      continue;
    }
    const std::string matrix =
        floats(call, {axes[i].out, axes[i].in}, interpolation_matrix(axes[i]), call.input(0).type);
    const std::string turned = torch_call("transpose", {text, dim, "-1"});
    text = call.let(torch_call("transpose", {torch_call("linear", {turned, matrix}), dim, "-1"}));
  }
  return text;
}

}  // namespace

std::string lower_resize(Call& call) {
  const std::vector<AxisResize> axes = axes_of(call);
  if (call.failure()) return {};
  if (call.integer("antialias") != 0) return call.unsupported("antialias is not supported");
  if (!axes.empty() && axes[0].coordinates == "tf_crop_and_resize") {
    return call.unsupported("tf_crop_and_resize is not supported");
  }
  const std::string text = native(call, axes);
  return text.empty() ? general(call, axes) : text;
}

}  // namespace bakeoff::model::torchscript
