#include "model/onnx/shapes/windows.h"

#include <algorithm>

#include "model/onnx/canonical/rules.h"

namespace bakeoff::model::dialect {
namespace {

using shapes::Windows;

Dims tail(const Dims& dims) {
  return {dims.begin() + 2, dims.end()};
}

/// Distributes the padding of an axis over its two ends; SAME_UPPER gives the odd one to the end.
void distribute(std::int64_t total, std::size_t axis, Windows& windows) {
  const std::int64_t lesser = total / 2;
  const bool upper = windows.auto_pad == "SAME_UPPER";
  windows.pads[axis] = upper ? lesser : total - lesser;
  windows.pads[windows.axes() + axis] = upper ? total - lesser : lesser;
}

/// Replaces auto_pad by what it stands for over axes of `lengths`.
Result<void> resolve_auto_pad(const Dims& lengths, Windows& windows) {
  if (windows.auto_pad == "VALID") std::fill(windows.pads.begin(), windows.pads.end(), 0);
  if (windows.auto_pad == "VALID" || windows.auto_pad == "NOTSET") return {};
  for (std::size_t i = 0; i < windows.axes(); ++i) {
    const Result<std::int64_t> count = windows.count(i, lengths[i]);
    if (!count) return tl::unexpected(count.error());
    const std::int64_t needed = (*count - 1) * windows.strides[i] + windows.span(i);
    distribute(std::max<std::int64_t>(0, needed - lengths[i]), i, windows);
  }
  // The padding fits exactly: rounding up must not add a window.
  windows.ceil_mode = false;
  return {};
}

void set_window_attributes(const Windows& windows, Site& site) {
  site.attributes["kernel_shape"] = windows.kernel;
  site.attributes["strides"] = windows.strides;
  site.attributes["dilations"] = windows.dilations;
  site.attributes["pads"] = windows.pads;
}

/// The weights of the quantized convolutions come after the data's scale and zero point.
std::size_t weights_input(const Site& site) {
  return site.node().op_type == "QLinearConv" ? 3 : 1;
}

/// ConvTranspose: the padding that makes the output as long as it is. What no padding gives (a longer output)
/// is added to the last end.
void resolve_output(const Dims& lengths, const Dims& result, Windows& windows, Dims& output_padding) {
  for (std::size_t i = 0; i < windows.axes(); ++i) {
    const std::int64_t whole = windows.strides[i] * (lengths[i] - 1) + output_padding[i] + windows.span(i);
    const std::int64_t total = whole - result[i];
    distribute(std::max<std::int64_t>(0, total), i, windows);
    if (total < 0) output_padding[i] -= total;
  }
}

}  // namespace

Result<void> rewrite_conv(Site& site) {
  Result<Windows> windows = shapes::read_windows(site.call(), tail(site.dims(weights_input(site))));
  if (!windows) return tl::unexpected(windows.error());
  Result<void> resolved = resolve_auto_pad(tail(site.dims(0)), *windows);
  if (!resolved) return resolved;
  set_window_attributes(*windows, site);
  site.keep();
  return {};
}

Result<void> rewrite_conv_transpose(Site& site) {
  Result<Windows> windows = shapes::read_windows(site.call(), tail(site.dims(1)));
  if (!windows) return tl::unexpected(windows.error());
  Result<Dims> output_padding = site.call().extents("output_padding", windows->axes(), 0, 0);
  if (!output_padding) return tl::unexpected(output_padding.error());
  const bool same = windows->auto_pad == "SAME_UPPER" || windows->auto_pad == "SAME_LOWER";
  if (same || site.call().has("output_shape")) {
    resolve_output(tail(site.dims(0)), tail(site.result()), *windows, *output_padding);
  } else if (windows->auto_pad == "VALID") {
    std::fill(windows->pads.begin(), windows->pads.end(), 0);
  }
  set_window_attributes(*windows, site);
  site.attributes["output_padding"] = std::move(*output_padding);
  site.keep();
  return {};
}

Result<void> rewrite_pool(Site& site) {
  if (site.uses_output(1)) return unsupported("its indices are used");
  Result<Dims> kernel = site.call().integers("kernel_shape", {});
  if (!kernel) return tl::unexpected(kernel.error());
  Result<Windows> windows = shapes::read_windows(site.call(), std::move(*kernel));
  if (!windows) return tl::unexpected(windows.error());
  Result<void> resolved = resolve_auto_pad(tail(site.dims(0)), *windows);
  if (!resolved) return resolved;
  set_window_attributes(*windows, site);
  site.attributes["ceil_mode"] = std::int64_t{windows->ceil_mode ? 1 : 0};
  site.keep();
  return {};
}

}  // namespace bakeoff::model::dialect
