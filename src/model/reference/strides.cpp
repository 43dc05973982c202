#include "model/reference/strides.h"

#include <functional>
#include <numeric>
#include <utility>
#include <variant>

namespace bakeoff::model::reference {

std::int64_t product_of(std::span<const std::int64_t> dims) {
  return std::accumulate(dims.begin(), dims.end(), std::int64_t{1}, std::multiplies<>());
}

Dims strides_of(const Dims& dims) {
  Dims strides(dims.size());
  std::int64_t step = 1;
  for (std::size_t axis = dims.size(); axis > 0; --axis) {
    strides[axis - 1] = step;
    step *= dims[axis - 1];
  }
  return strides;
}

Dims broadcast_strides(const Dims& dims, const Dims& onto) {
  const Dims own = strides_of(dims);
  Dims strides(onto.size(), 0);
  const std::size_t added = onto.size() - dims.size();
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    if (dims[axis] != 1) strides[added + axis] = own[axis];
  }
  return strides;
}

AxisView around(const Dims& dims, std::size_t axis) {
  const std::span<const std::int64_t> all(dims);
  return {.outer = static_cast<std::size_t>(product_of(all.first(axis))),
          .length = static_cast<std::size_t>(dims.at(axis)),
          .inner = static_cast<std::size_t>(product_of(all.subspan(axis + 1)))};
}

Value picked(const Value& from, Dims dims, Dims strides, std::int64_t offset) {
  Value result = make_value(from.type, dims);
  std::visit(
      [&](const auto& source) {
        auto& target = std::get<std::decay_t<decltype(source)>>(result.elements);
        for_each_row<1>(std::move(dims), {std::move(strides)},
                        [&](std::size_t first, const auto& offsets, std::size_t length, const auto& steps) {
                          const auto* read = source.data() + offset + offsets[0];
                          auto* write = target.data() + first;
                          for (std::size_t i = 0; i < length; ++i) {
                            write[i] = read[static_cast<std::int64_t>(i) * steps[0]];
                          }
                        });
      },
      from.elements);
  return result;
}

Value transposed(const Value& from, std::span<const std::int64_t> order) {
  const Dims own = strides_of(from.dims);
  Dims dims;
  Dims strides;
  for (const std::int64_t axis : order) {
    dims.push_back(from.dims.at(static_cast<std::size_t>(axis)));
    strides.push_back(own[static_cast<std::size_t>(axis)]);
  }
  return picked(from, std::move(dims), std::move(strides), 0);
}

Value reshaped(Value from, Dims dims) {
  from.dims = std::move(dims);
  return from;
}

}  // namespace bakeoff::model::reference
