#include <cmath>
#include <limits>

#include "model/lower/graphdef/indexing.h"
#include "model/lower/graphdef/operators.h"
#include "model/lower/graphdef/reductions.h"
#include "model/lower/graphdef/windows.h"

namespace bakeoff::model::graphdef {
namespace {

std::vector<Attr> attributes(const Value& x, const Window& window, const std::string& padding) {
  return {{"T", data_type(x.type)},
          {"ksize", of_image(window.kernel)},
          {"strides", of_image(window.strides)},
          {"padding", padding},
          {"data_format", window.rank() == 2 ? "NHWC" : "NDHWC"}};
}

std::string_view name(std::string_view two, std::string_view three, const Window& window) {
  return window.rank() == 2 ? two : three;
}

/// The least number of a type: what padding may not exceed.
double lowest(ElementType type) {
  switch (type) {
    case ElementType::kInt8:
      return std::numeric_limits<std::int8_t>::lowest();
    case ElementType::kUint8:
      return 0.0;
    default:
      return -std::numeric_limits<double>::infinity();
  }
}

/// The padding after the image that the windows need, which a rounded up output may make more than is asked.
Dims needed_ends(const Window& window) {
  Dims ends;
  for (std::size_t axis = 0; axis < window.rank(); ++axis) ends.push_back(window.needed_end(axis));
  return ends;
}

/// By how much the average over a window with zeros around the image is too small, for each place along one
/// axis: the length of the window over the number of its elements that count.
std::vector<double> factors(const Window& window, std::size_t axis, bool padding_counts) {
  const std::int64_t first = padding_counts ? -window.begin[axis] : 0;
  const std::int64_t last = window.in[axis] + (padding_counts ? window.end[axis] : 0);
  std::vector<double> result;
  for (std::int64_t place = 0; place < window.out[axis]; ++place) {
    std::int64_t count = 0;
    for (std::int64_t k = 0; k < window.kernel[axis]; ++k) {
      const std::int64_t at = place * window.strides[axis] - window.begin[axis] + k * window.dilations[axis];
      if (at >= first && at < last) ++count;
    }
    result.push_back(static_cast<double>(window.kernel[axis]) / static_cast<double>(count));
  }
  return result;
}

bool all_one(const std::vector<double>& numbers) {
  for (const double number : numbers) {
    if (number != 1.0) return false;
  }
  return true;
}

bool is_dilated(const Window& window) {
  for (std::size_t axis = 0; axis < window.rank(); ++axis) {
    if (window.dilations[axis] != 1 && window.kernel[axis] != 1) return true;
  }
  return false;
}

/// A maximum with gaps, which no kernel has: of the images that each place of the window sees.
Value greatest_of_places(Lowering& to, const Value& x, const Window& window, const Value& result) {
  std::int64_t count = 1;
  for (const std::int64_t length : window.kernel) count *= length;
  Value greatest;
  for (std::int64_t place = 0; place < count; ++place) {
    Value seen = x;
    std::int64_t rest = place;
    for (std::size_t axis = window.rank(); axis-- > 0;) {
      Dims elements;
      for (std::int64_t i = 0; i < window.out[axis]; ++i) {
        elements.push_back(i * window.strides[axis] + rest % window.kernel[axis] * window.dilations[axis]);
      }
      seen = gathered(to, seen, axis + 2, elements);
      rest /= window.kernel[axis];
    }
    greatest = place == 0 ? seen : to.binary("Maximum", greatest, seen);
  }
  greatest.dims = result.dims;
  return greatest;
}

}  // namespace

Result<Values> lower_max_pool(const Call& call) {
  Lowering& to = call.to;
  const Dims dims = call.output_dims();
  const Window window = window_of(call, call.input(0).dims, dims);
  if (window.rank() > 3) return unsupported(call, "of four or more spatial axes");
  Value x = image(to, call.input(0), window);
  const Value result = image_result(x, dims, window);
  std::string padding = padding_of(window);
  const bool dilated = is_dilated(window);
  if (padding == "EXPLICIT" || dilated) {
    x = padded(to, x, window.begin, needed_ends(window), lowest(x.type));
    padding = "VALID";
  }
  const Value y =
      dilated ? greatest_of_places(to, x, window, result)
              : to.add(name("MaxPool", "MaxPool3D", window), {x}, attributes(x, window, padding), result);
  return Values{as_onnx(to, y, dims)};
}

// TensorFlow's SAME leaves the padding out of the average. Otherwise zeros are put around the image, and
// where they should not count, the average is put right by constants.
Result<Values> lower_average_pool(const Call& call) {
  Lowering& to = call.to;
  const Dims dims = call.output_dims();
  const Window window = window_of(call, call.input(0).dims, dims);
  if (window.rank() > 3) return unsupported(call, "of four or more spatial axes");
  if (is_dilated(window)) return unsupported(call, "with dilations");
  const bool padding_counts = call.integer("count_include_pad") != 0;
  // fp16 would be added up in fp16, and overflow (reduction.cpp).
  const ElementType type = call.input(0).type;
  const Value wide =
      type == ElementType::kFloat16 ? to.cast(call.input(0), ElementType::kFloat) : call.input(0);
  Value x = image(to, wide, window);
  std::string padding = padding_of(window);
  const bool by_name = padding == "VALID" || (padding == "SAME" && !padding_counts);
  if (!by_name) {
    x = padded(to, x, window.begin, needed_ends(window), 0.0);
    padding = "VALID";
  }
  Value y = to.add(name("AvgPool", "AvgPool3D", window), {x}, attributes(x, window, padding),
                   image_result(x, dims, window));
  for (std::size_t axis = 0; !by_name && axis < window.rank(); ++axis) {
    const std::vector<double> by = factors(window, axis, padding_counts);
    if (all_one(by)) continue;
    Dims along(y.rank() - 2, 1);
    along[axis] = window.out[axis];
    y = to.binary("Mul", y, to.numbers(y.type, by, along));
  }
  return Values{to.cast(as_onnx(to, y, dims), type)};
}

Result<Values> lower_global_pool(const Call& call) {
  const Value& x = call.input(0);
  Dims axes;
  for (std::size_t axis = 2; axis < x.rank(); ++axis) axes.push_back(static_cast<std::int64_t>(axis));
  return Values{reduced(call.to, call.op_type() == "GlobalMaxPool" ? "Max" : "Mean", x, axes)};
}

}  // namespace bakeoff::model::graphdef
