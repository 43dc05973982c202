#pragma once

#include "model/lower/graphdef/call.h"

namespace bakeoff::model::graphdef {

/// The window that a convolution or pool moves over an image, one entry a spatial axis. TensorFlow has no
/// images of one spatial axis worth the name: they get a second one, of length 1, in front.
struct Window {
  Dims kernel;
  Dims strides;
  Dims dilations;
  Dims begin;  ///< padding before and after
  Dims end;
  Dims in;  ///< lengths of the image
  Dims out;
  bool widened = false;

  [[nodiscard]] std::size_t rank() const { return kernel.size(); }
  /// How far a window reaches along an axis.
  [[nodiscard]] std::int64_t reach(std::size_t axis) const {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }
  /// The padding after the image that the last window needs; less than 0 if it does not reach the end.
  [[nodiscard]] std::int64_t needed_end(std::size_t axis) const {
    return (out[axis] - 1) * strides[axis] + reach(axis) - in[axis] - begin[axis];
  }
};

/// Of a node with kernel_shape, strides, dilations and pads. `in` and `out` are dims of ONNX tensors.
Window window_of(const Call& call, const Dims& in, const Dims& out);

/// "SAME" or "VALID" where TensorFlow's padding of that name makes the same windows, else "EXPLICIT".
std::string padding_of(const Window& window);

/// (1, ..., 1) with `numbers` for the spatial axes, channels last.
Dims of_image(const Dims& numbers);

/// Channels last, with the second spatial axis where the window has one.
Value image(Lowering& to, const Value& x, const Window& window);

/// What an operation on image() gives: a value of these dims as ONNX has them, channels last.
Value image_result(const Value& x, const Dims& dims, const Window& window);

/// The same as a value of `dims` again, without the second spatial axis.
Value as_onnx(Lowering& to, const Value& y, const Dims& dims);

/// The image with `begin` and `end` more along its spatial axes, filled with `number`; negative ones are
/// taken as 0. `begin` and `end` have an entry a spatial axis.
Value padded(Lowering& to, const Value& image, const Dims& begin, const Dims& end, double number);

}  // namespace bakeoff::model::graphdef
