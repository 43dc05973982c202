#include "model/lower/graphdef/windows.h"

#include <algorithm>

namespace bakeoff::model::graphdef {
namespace {

Dims widened_dims(const Dims& dims) {
  Dims result = dims;
  result.insert(result.begin() + 2, 1);
  return result;
}

}  // namespace

Window window_of(const Call& call, const Dims& in, const Dims& out) {
  Window window;
  window.kernel = call.integers("kernel_shape");
  window.strides = call.integers("strides");
  window.dilations = call.integers("dilations");
  const Dims& pads = call.integers("pads");
  const auto middle = pads.begin() + static_cast<std::ptrdiff_t>(pads.size() / 2);
  window.begin.assign(pads.begin(), middle);
  window.end.assign(middle, pads.end());
  window.in.assign(in.begin() + 2, in.end());
  window.out.assign(out.begin() + 2, out.end());
  window.widened = window.rank() == 1;
  if (window.widened) {
    for (Dims* list : {&window.kernel, &window.strides, &window.dilations, &window.in, &window.out}) {
      list->insert(list->begin(), 1);
    }
    for (Dims* list : {&window.begin, &window.end}) list->insert(list->begin(), 0);
  }
  return window;
}

std::string padding_of(const Window& window) {
  bool same = true;
  bool valid = true;
  for (std::size_t axis = 0; axis < window.rank(); ++axis) {
    const std::int64_t in = window.in[axis];
    const std::int64_t out = (in + window.strides[axis] - 1) / window.strides[axis];
    const std::int64_t total =
        std::max<std::int64_t>((out - 1) * window.strides[axis] + window.reach(axis) - in, 0);
    same = same && window.out[axis] == out && window.begin[axis] == total / 2;
    valid = valid && window.begin[axis] == 0 && window.needed_end(axis) <= 0;
  }
  // Where both fit, there is nothing to pad.
  return valid ? "VALID" : same ? "SAME" : "EXPLICIT";
}

Dims of_image(const Dims& numbers) {
  Dims result{1};
  result.insert(result.end(), numbers.begin(), numbers.end());
  result.push_back(1);
  return result;
}

Value image(Lowering& to, const Value& x, const Window& window) {
  Value y = to.channels_last(x);
  if (!window.widened) return y;
  const Dims dims = widened_dims(x.dims);
  const Order order = channels_last(dims.size());
  return to.reshape(y, in_order(dims, order), dims, order);
}

Value image_result(const Value& x, const Dims& dims, const Window& window) {
  Value result{.node = {}, .type = x.type, .dims = window.widened ? widened_dims(dims) : dims, .order = {}};
  result.order = channels_last(result.rank());
  return result;
}

Value as_onnx(Lowering& to, const Value& y, const Dims& dims) {
  if (y.rank() == dims.size()) return y;
  const Order order = channels_last(dims.size());
  return to.reshape(y, in_order(dims, order), dims, order);
}

Value padded(Lowering& to, const Value& image, const Dims& begin, const Dims& end, double number) {
  Dims amounts{0, 0};
  Value result = image;
  for (std::size_t axis = 0; axis < begin.size(); ++axis) {
    const std::int64_t before = std::max<std::int64_t>(begin[axis], 0);
    const std::int64_t after = std::max<std::int64_t>(end[axis], 0);
    amounts.insert(amounts.end(), {before, after});
    result.dims[axis + 2] += before + after;
  }
  if (result.dims == image.dims) return image;
  amounts.insert(amounts.end(), {0, 0});
  const Value paddings = to.integers(amounts, {static_cast<std::int64_t>(image.rank()), 2});
  return to.add("PadV2", {image, paddings, to.scalar(image.type, number)},
                {{"T", data_type(image.type)}, {"Tpaddings", proto::DataType::kInt32}}, result);
}

}  // namespace bakeoff::model::graphdef
