#include <algorithm>

#include "model/lower/graphdef/indexing.h"
#include "model/lower/graphdef/operators.h"
#include "model/lower/graphdef/windows.h"

namespace bakeoff::model::graphdef {
namespace {

/// ONNX's channels, filters, height, width as the filter of the convolution whose gradient this is: height,
/// width, filters, channels. Dilations become zeros between the weights, which TensorFlow has no other way
/// for on a CPU.
Value filter(Lowering& to, const Value& weight, const Window& window) {
  Order order = natural_order(weight.rank());
  order.erase(order.begin(), order.begin() + 2);
  order.insert(order.end(), {1, 0});
  Value w = to.in_order(weight, order);
  Dims lowered = w.lowered();
  if (window.widened) lowered.insert(lowered.begin(), 1);
  w = to.reshape(w, lowered, lowered, natural_order(lowered.size()));
  for (std::size_t axis = 0; axis < window.rank(); ++axis) {
    if (window.dilations[axis] == 1 || window.kernel[axis] == 1) continue;
    // A zero more than there are weights, and places that name it in between.
    Dims amounts(2 * w.rank(), 0);
    amounts[2 * axis + 1] = 1;
    Value longer = like(w);
    ++longer.dims[axis];
    const Value paddings = to.integers(amounts, {static_cast<std::int64_t>(w.rank()), 2});
    longer = to.add("PadV2", {w, paddings, to.scalar(w.type, 0.0)},
                    {{"T", data_type(w.type)}, {"Tpaddings", proto::DataType::kInt32}}, longer);
    Dims places(static_cast<std::size_t>(window.reach(axis)), window.kernel[axis]);
    for (std::int64_t k = 0; k < window.kernel[axis]; ++k) {
      places[static_cast<std::size_t>(k * window.dilations[axis])] = k;
    }
    w = gathered(to, longer, axis, places);
  }
  return w;
}

/// The image before `window.begin` and `window.end` are cut off: the whole reach of all windows.
Dims full_lengths(const Window& window) {
  Dims lengths;
  for (std::size_t axis = 0; axis < window.rank(); ++axis) {
    const std::int64_t reached = (window.out[axis] - 1) * window.strides[axis] + window.reach(axis);
    lengths.push_back(std::max(reached, window.begin[axis] + window.in[axis]));
  }
  return lengths;
}

}  // namespace

// The gradient of the convolution that takes the result to the argument, without padding; what padding would
// have cut off is cut off after.
Result<Values> lower_conv_transpose(const Call& call) {
  Lowering& to = call.to;
  const Dims dims = call.output_dims();
  // Of that convolution: in is the result.
  const Window window = window_of(call, dims, call.input(0).dims);
  if (window.rank() > 3) return unsupported(call, "of four or more spatial axes");
  const std::int64_t groups = call.integer("group");
  const Value x = image(to, call.input(0), window);
  const Value w = filter(to, call.input(1), window);

  Value full = image_result(x, dims, window);
  const Dims lengths = full_lengths(window);
  std::copy(lengths.begin(), lengths.end(), full.dims.begin() + 2);
  full.dims[1] = dims[1] / groups;
  const bool flat = window.rank() == 2;
  const std::vector<Attr> attributes{{"T", data_type(x.type)},
                                     {"strides", of_image(window.strides)},
                                     {"padding", "VALID"},
                                     {"data_format", flat ? "NHWC" : "NDHWC"}};
  Values parts;
  for (std::int64_t group = 0; group < groups; ++group) {
    const std::int64_t channels = x.dims[1] / groups;
    const Value of_x = stretch(to, x, 1, group * channels, channels);
    const Value of_w = stretch(to, w, w.rank() - 1, group * channels, channels);
    parts.push_back(to.add(flat ? "Conv2DBackpropInput" : "Conv3DBackpropInputV2",
                           {to.integers(full.lowered()), of_w, of_x}, attributes, full));
  }
  Value y = joined(to, parts, 1);
  const Value result = image_result(x, dims, window);
  if (y.dims != result.dims) {
    Dims begin{0, 0};
    begin.insert(begin.end(), window.begin.begin(), window.begin.end());
    y = part(to, y, begin, result.dims);
  }
  if (call.has_input(2)) {
    y = to.add("BiasAdd", {y, call.input(2)}, {{"T", data_type(y.type)}}, like(y));
  }
  return Values{as_onnx(to, y, dims)};
}

}  // namespace bakeoff::model::graphdef
