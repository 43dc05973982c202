#include "model/lower/graphdef/operators.h"
#include "model/lower/graphdef/windows.h"

namespace bakeoff::model::graphdef {
namespace {

/// ONNX's OIHW (with a second spatial axis, of length 1, in front of a single one) in TensorFlow's order.
Value filter(Lowering& to, const Value& weight, const Window& window) {
  Order order = natural_order(weight.rank());
  order.erase(order.begin(), order.begin() + 2);
  order.insert(order.end(), {1, 0});
  const Value w = to.in_order(weight, order);
  if (!window.widened) return w;
  Dims lowered = w.lowered();
  lowered.insert(lowered.begin(), 1);
  return to.reshape(w, lowered, lowered, natural_order(lowered.size()));
}

/// One filter an input channel, in TensorFlow's order: height, width, channels, filters a channel.
Value depthwise_filter(Lowering& to, const Value& weight, const Window& window, std::int64_t channels) {
  const std::size_t rank = weight.rank();
  const Order order = rank == 4 ? Order{2, 3, 0, 1} : Order{2, 0, 1};
  const Value w = to.in_order(weight, order);
  const Dims lowered{window.kernel[0], window.kernel[1], channels, weight.dims[0] / channels};
  return to.reshape(w, lowered, lowered, natural_order(lowered.size()));
}

std::vector<Attr> attributes(const Value& x, const Window& window, const std::string& padding) {
  std::vector<Attr> list{{"T", data_type(x.type)},
                         {"strides", of_image(window.strides)},
                         {"dilations", of_image(window.dilations)},
                         {"data_format", window.rank() == 2 ? "NHWC" : "NDHWC"},
                         {"padding", padding}};
  if (padding == "EXPLICIT") {
    Dims amounts{0, 0};
    for (std::size_t axis = 0; axis < window.rank(); ++axis) {
      amounts.insert(amounts.end(), {window.begin[axis], window.end[axis]});
    }
    amounts.insert(amounts.end(), {0, 0});
    list.emplace_back("explicit_paddings", amounts);
  }
  return list;
}

/// The kernels for one filter a channel take one stride for both axes, and no dilation.
bool is_depthwise(const Window& window, std::int64_t channels, std::int64_t groups) {
  return groups == channels && groups > 1 && window.rank() == 2 && window.strides[0] == window.strides[1] &&
         window.dilations == Dims{1, 1};
}

}  // namespace

Result<Values> lower_conv(const Call& call) {
  Lowering& to = call.to;
  const Dims dims = call.output_dims();
  const Window window = window_of(call, call.input(0).dims, dims);
  if (window.rank() > 3) return unsupported(call, "of four or more spatial axes");
  const std::int64_t groups = call.integer("group");
  const std::int64_t channels = call.input(0).dims[1];
  std::string padding = padding_of(window);
  Value x = image(to, call.input(0), window);
  if (window.rank() == 3 && padding == "EXPLICIT") {
    x = padded(to, x, window.begin, window.end, 0.0);
    padding = "VALID";
  }
  const Value result = image_result(x, dims, window);
  Value y;
  if (is_depthwise(window, channels, groups)) {
    y = to.add("DepthwiseConv2dNative", {x, depthwise_filter(to, call.input(1), window, channels)},
               attributes(x, window, padding), result);
  } else {
    y = to.add(window.rank() == 2 ? "Conv2D" : "Conv3D", {x, filter(to, call.input(1), window)},
               attributes(x, window, padding), result);
  }
  if (call.has_input(2)) {
    y = to.add("BiasAdd", {y, call.input(2)}, {{"T", data_type(y.type)}}, like(y));
  }
  return Values{as_onnx(to, y, dims)};
}

}  // namespace bakeoff::model::graphdef
