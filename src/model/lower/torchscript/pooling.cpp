#include <algorithm>
#include <limits>
#include <numeric>

#include "model/lower/torchscript/constants.h"
#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/padding.h"

namespace bakeoff::model::torchscript {
namespace {

using Extents = std::vector<std::int64_t>;

// A pooling node, axis by axis of those behind batch and channel.
struct Pool {
  Extents in, out, kernel, strides, dilations;
  Padding padding;
  std::int64_t ceil_mode = 0;

  explicit Pool(Call& call)
      : in(spatial(call.input(0).dims)),
        out(spatial(call.output(0).dims)),
        kernel(call.integers("kernel_shape")),
        strides(call.integers("strides")),
        dilations(call.integers("dilations")),
        padding(padding_of(call.integers("pads"))),
        ceil_mode(call.integer("ceil_mode")) {}

  static Extents spatial(const Extents& dims) {
    return dims.size() < 2 ? Extents() : Extents(dims.begin() + 2, dims.end());
  }

  std::size_t axes() const { return kernel.size(); }
  std::int64_t reach(std::size_t axis) const { return dilations[axis] * (kernel[axis] - 1) + 1; }

  // Whether torch's own padding gives the same windows (pooling_output_shape in ATen/native/Pool.h).
  bool native() const {
    if (axes() < 1 || axes() > 3 || !padding.symmetric()) return false;
    for (std::size_t i = 0; i < axes(); ++i) {
      const std::int64_t pad = padding.begin[i];
      const std::int64_t room = in[i] + 2 * pad - reach(i) + (ceil_mode != 0 ? strides[i] - 1 : 0);
      std::int64_t made = room / strides[i] + 1;
      if (ceil_mode != 0 && (made - 1) * strides[i] >= in[i] + pad) --made;
      if (pad > kernel[i] / 2 || made != out[i]) return false;
    }
    return true;
  }

  // The padding with which windows that all fit in give just the output's lengths.
  Padding exact() const {
    Padding exact = padding;
    for (std::size_t i = 0; i < axes(); ++i) {
      exact.end[i] = (out[i] - 1) * strides[i] + reach(i) - in[i] - padding.begin[i];
    }
    return exact;
  }
};

std::string function(std::string_view name, std::size_t axes) {
  return std::string(name) + std::to_string(axes) + "d";
}

std::string lowest(ElementType type) {
  if (type == ElementType::kUint8) return "0";
  if (type == ElementType::kInt8) return "-128";
  return "float('-inf')";
}

// How many elements the windows along one axis average over.
std::vector<float> counts(const Pool& pool, std::size_t axis, std::int64_t include_pad) {
  const std::int64_t first = include_pad != 0 ? -pool.padding.begin[axis] : 0;
  const std::int64_t last = pool.in[axis] + (include_pad != 0 ? pool.padding.end[axis] : 0);
  std::vector<float> numbers;
  for (std::int64_t o = 0; o < pool.out[axis]; ++o) {
    std::int64_t count = 0;
    for (std::int64_t k = 0; k < pool.kernel[axis]; ++k) {
      const std::int64_t at = o * pool.strides[axis] - pool.padding.begin[axis] + k * pool.dilations[axis];
      if (at >= first && at < last) ++count;
    }
    numbers.push_back(static_cast<float>(count));
  }
  return numbers;
}

// 1 / count of every window, to be broadcast over batch and channel.
std::string reciprocal_counts(Call& call, const Pool& pool) {
  const std::int64_t include_pad = call.integer("count_include_pad");
  std::vector<float> numbers{1.0F};
  for (std::size_t axis = 0; axis < pool.axes(); ++axis) {
    std::vector<float> product;
    for (const float number : numbers) {
      for (const float count : counts(pool, axis, include_pad)) product.push_back(number * count);
    }
    numbers = std::move(product);
  }
  for (float& number : numbers) number = 1.0F / number;
  return floats(call, pool.out, numbers, call.input(0).type);
}

// Any padding and any dilation: the sums by a convolution with ones, each divided by what is in its window.
std::string general_average(Call& call, const Pool& pool) {
  const std::int64_t channels = call.input(0).dims[1];
  Extents weight_dims{channels, 1};
  weight_dims.insert(weight_dims.end(), pool.kernel.begin(), pool.kernel.end());
  const auto size =
      std::accumulate(weight_dims.begin(), weight_dims.end(), std::int64_t{1}, std::multiplies<>());
  const std::string ones =
      floats(call, weight_dims, std::vector<float>(static_cast<std::size_t>(size), 1.0F), call.input(0).type);
  const std::string padded =
      call.let(torch_call("constant_pad_nd", {call.input(0).text, list(last_axis_first(pool.exact())), "0"}));
  const std::string sums =
      call.let(torch_call(function("conv", pool.axes()),
                          {padded, ones, "None", list(pool.strides), list(Padding::none(pool.axes()).begin),
                           list(pool.dilations), std::to_string(channels)}));
  return torch_call("mul", {sums, reciprocal_counts(call, pool)});
}

Extents spatial_axes(std::size_t rank) {
  Extents axes(rank < 2 ? 0 : rank - 2);
  std::iota(axes.begin(), axes.end(), 2);
  return axes;
}

}  // namespace

std::string lower_max_pool(Call& call) {
  const Pool pool(call);
  if (call.failure()) return {};
  if (call.output_count() > 1) return call.unsupported("the output of indices is not supported");
  if (pool.axes() < 1 || pool.axes() > 3) return call.unsupported("pools have 1 to 3 spatial axes");
  std::string x = call.input(0).text;
  std::vector<std::int64_t> padding = pool.padding.begin;
  std::int64_t ceil_mode = pool.ceil_mode;
  if (!pool.native()) {
    x = call.let(
        torch_call("constant_pad_nd", {x, list(last_axis_first(pool.exact())), lowest(call.input(0).type)}));
    padding = Padding::none(pool.axes()).begin;
    ceil_mode = 0;
  }
  return torch_call(
      function("max_pool", pool.axes()),
      {x, list(pool.kernel), list(pool.strides), list(padding), list(pool.dilations), boolean(ceil_mode)});
}

std::string lower_average_pool(Call& call) {
  const Pool pool(call);
  const std::string include_pad = boolean(call.integer("count_include_pad"));
  if (call.failure()) return {};
  if (pool.axes() < 1 || pool.axes() > 3) return call.unsupported("pools have 1 to 3 spatial axes");
  const bool dense = std::all_of(pool.dilations.begin(), pool.dilations.end(), [](auto d) { return d == 1; });
  if (!dense || !pool.native()) return general_average(call, pool);
  return torch_call(function("avg_pool", pool.axes()),
                    {call.input(0).text, list(pool.kernel), list(pool.strides), list(pool.padding.begin),
                     boolean(pool.ceil_mode), include_pad});
}

std::string lower_global_average_pool(Call& call) {
  const Value& x = call.input(0);
  const Extents axes = spatial_axes(x.dims.size());
  if (axes.size() == 2) return torch_call("adaptive_avg_pool2d", {x.text, "[1, 1]"});
  return torch_call("mean", {x.text, list(axes), "True"});
}

std::string lower_global_max_pool(Call& call) {
  const Value& x = call.input(0);
  return torch_call("amax", {x.text, list(spatial_axes(x.dims.size())), "True"});
}

}  // namespace bakeoff::model::torchscript
