#include "model/onnx/shapes/windows.h"

#include <algorithm>

namespace bakeoff::model::shapes {
namespace {

bool is_same(const std::string& auto_pad) {
  return auto_pad == "SAME_UPPER" || auto_pad == "SAME_LOWER";
}

}  // namespace

std::int64_t Windows::span(std::size_t axis) const {
  return dilations[axis] * (kernel[axis] - 1) + 1;
}

std::int64_t Windows::padding(std::size_t axis) const {
  return auto_pad == "VALID" ? 0 : pads[axis] + pads[axes() + axis];
}

Result<std::int64_t> Windows::count(std::size_t axis, std::int64_t length) const {
  const std::int64_t stride = strides[axis];
  if (is_same(auto_pad)) return (length + stride - 1) / stride;
  const std::int64_t room = length + padding(axis) - span(axis);
  if (room < 0) {
    return bad("a window of " + std::to_string(span(axis)) + " does not fit into " +
               std::to_string(length + padding(axis)) + " (spatial axis " + std::to_string(axis) + ")");
  }
  if (!ceil_mode) return room / stride + 1;
  const std::int64_t windows = (room + stride - 1) / stride + 1;
  // The last window must start inside the image or its first padding, as PyTorch and ONNX 19 have it.
  const std::int64_t first_pad = auto_pad == "VALID" ? 0 : pads[axis];
  return (windows - 1) * stride >= length + first_pad ? windows - 1 : windows;
}

Result<Windows> read_windows(const Call& call, std::vector<std::int64_t> kernel) {
  Windows windows;
  const std::size_t axes = kernel.size();
  windows.kernel = std::move(kernel);
  const bool too_large = std::any_of(windows.kernel.begin(), windows.kernel.end(),
                                     [](std::int64_t size) { return size < 1 || size > kLongestAxis; });
  if (too_large) return bad("a kernel without extent");
  Result<std::vector<std::int64_t>> strides = call.extents("strides", axes, 1, 1);
  if (!strides) return tl::unexpected(strides.error());
  windows.strides = std::move(*strides);
  Result<std::vector<std::int64_t>> dilations = call.extents("dilations", axes, 1, 1);
  if (!dilations) return tl::unexpected(dilations.error());
  windows.dilations = std::move(*dilations);
  Result<std::string> auto_pad = call.string("auto_pad", "NOTSET");
  if (!auto_pad) return tl::unexpected(auto_pad.error());
  windows.auto_pad = std::move(*auto_pad);
  if (windows.auto_pad.empty()) windows.auto_pad = "NOTSET";
  if (windows.auto_pad != "NOTSET" && windows.auto_pad != "VALID" && !is_same(windows.auto_pad)) {
    return bad("auto_pad is none of NOTSET, VALID, SAME_UPPER, SAME_LOWER");
  }
  Result<std::vector<std::int64_t>> pads = call.extents("pads", 2 * axes, 0, 0);
  if (!pads) return tl::unexpected(pads.error());
  windows.pads = std::move(*pads);
  const Result<std::int64_t> ceil_mode = call.integer("ceil_mode", 0);
  if (!ceil_mode) return tl::unexpected(ceil_mode.error());
  windows.ceil_mode = *ceil_mode != 0;
  return windows;
}

}  // namespace bakeoff::model::shapes
