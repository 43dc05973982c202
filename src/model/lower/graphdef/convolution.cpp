#include "model/lower/graphdef/indexing.h"
#include "model/lower/graphdef/operators.h"
#include "model/lower/graphdef/products.h"
#include "model/lower/graphdef/windows.h"

namespace bakeoff::model::graphdef {
namespace {

/// ONNX's OIHW (with a second spatial axis, of length 1, in front of a single one) in TensorFlow's order.
Value filter(Lowering& to, const Value& weight, const Window& window) {
  Order order = natural_order(weight.rank());
  order.erase(order.begin(), order.begin() + 2);
  order.insert(order.end(), {1, 0});
  Value w = to.in_order(weight, order);
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

/// Explicit padding is a node of its own, as Keras has it: where TensorFlow fuses this operation in bf16 it
/// loses the attribute and aborts the process (2.16 and 2.21).
Value depthwise(Lowering& to, const Value& x, const Value& weight, const Window& window,
                const Value& result) {
  const std::string padding = padding_of(window);
  const bool by_name = padding != "EXPLICIT";
  const Value whole = by_name ? x : padded(to, x, window.begin, window.end, 0.0);
  return to.add("DepthwiseConv2dNative", {whole, depthwise_filter(to, weight, window, x.dims[1])},
                attributes(x, window, by_name ? padding : "VALID"), result);
}

/// The kernel for images of three spatial axes knows no groups, and no padding that is not SAME or VALID.
Value grouped(Lowering& to, const Value& x, const Value& w, const Window& window, std::int64_t groups,
              const Value& result) {
  const std::string padding = padding_of(window);
  const bool by_name = padding != "EXPLICIT";
  const Value whole = by_name ? x : padded(to, x, window.begin, window.end, 0.0);
  const std::int64_t channels = x.dims[1] / groups;
  const std::int64_t filters = result.dims[1] / groups;
  Value one = result;
  one.dims[1] = filters;
  Values parts;
  for (std::int64_t group = 0; group < groups; ++group) {
    parts.push_back(to.add(
        "Conv3D",
        {stretch(to, whole, 1, group * channels, channels), stretch(to, w, 0, group * filters, filters)},
        attributes(x, window, by_name ? padding : "VALID"), one));
  }
  return joined(to, parts, 1);
}

}  // namespace

Result<Value> convolved(const Call& call, const Value& argument, const Value& weight) {
  Lowering& to = call.to;
  const Dims dims = call.output_dims();
  const Window window = window_of(call, argument.dims, dims);
  if (window.rank() > 3) return unsupported(call, "of four or more spatial axes");
  const std::int64_t groups = call.integer("group");
  const std::int64_t channels = argument.dims[1];
  const Value x = image(to, argument, window);
  const Value result = image_result(x, dims, window);
  if (window.rank() == 3) {
    return as_onnx(to, grouped(to, x, filter(to, weight, window), window, groups, result), dims);
  }
  const Value y = is_depthwise(window, channels, groups)
                      ? depthwise(to, x, weight, window, result)
                      : to.add("Conv2D", {x, filter(to, weight, window)},
                               attributes(x, window, padding_of(window)), result);
  return as_onnx(to, y, dims);
}

Result<Values> lower_conv(const Call& call) {
  Result<Value> y = convolved(call, call.input(0), call.input(1));
  if (!y) return tl::unexpected(y.error());
  if (!call.has_input(2)) return Values{*y};
  return Values{call.to.add("BiasAdd", {*y, call.input(2)}, {{"T", data_type(y->type)}}, like(*y))};
}

}  // namespace bakeoff::model::graphdef
