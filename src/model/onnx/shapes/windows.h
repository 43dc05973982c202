#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/onnx/shapes/call.h"

namespace bakeoff::model::shapes {

/// How a convolution or pooling slides over the spatial axes: one entry an axis, `pads` the first of each
/// axis and then the last of each.
struct Windows {
  std::vector<std::int64_t> kernel;
  std::vector<std::int64_t> strides;
  std::vector<std::int64_t> dilations;
  std::vector<std::int64_t> pads;
  std::string auto_pad;
  bool ceil_mode = false;

  [[nodiscard]] std::size_t axes() const { return kernel.size(); }

  /// Elements that one window spans, dilation included.
  [[nodiscard]] std::int64_t span(std::size_t axis) const;
  [[nodiscard]] std::int64_t padding(std::size_t axis) const;

  /// The number of windows over an axis of `length`. Errors: kBadInput where none fits.
  [[nodiscard]] Result<std::int64_t> count(std::size_t axis, std::int64_t length) const;
};

/// Reads the attributes (strides, dilations, pads, auto_pad, ceil_mode) for a kernel. Errors: kBadInput.
Result<Windows> read_windows(const Call& call, std::vector<std::int64_t> kernel);

}  // namespace bakeoff::model::shapes
