#include <algorithm>

#include "model/reference/operators/indices.h"
#include "model/reference/operators/operators.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

template <typename Elements>
void copy(const Elements& from, std::size_t read, std::size_t count, Elements& to, std::size_t write) {
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(read), count,
              to.begin() + static_cast<std::ptrdiff_t>(write));
}

}  // namespace

Outcome evaluate_gather(const Call& call) {
  const Value& x = call.input(0);
  const AxisView view = around(x.dims, call.axis());
  std::vector<std::size_t> rows;
  for (const std::int64_t index : integers(call.input(1))) {
    const Result<std::size_t> row = place_in(index, view.length);
    if (!row) return tl::unexpected(row.error());
    rows.push_back(*row);
  }
  Value y = call.make_output();
  std::visit(
      [&](auto& to) {
        const auto& from = std::get<std::decay_t<decltype(to)>>(x.elements);
        std::size_t write = 0;
        for (std::size_t outer = 0; outer < view.outer; ++outer) {
          for (const std::size_t row : rows) {
            copy(from, (outer * view.length + row) * view.inner, view.inner, to, write);
            write += view.inner;
          }
        }
      },
      y.elements);
  return one(std::move(y));
}

Outcome evaluate_gather_elements(const Call& call) {
  const Value& x = call.input(0);
  const Value& indices = call.input(1);
  const std::size_t axis = call.axis();
  Dims strides = strides_of(x.dims);
  const auto step = static_cast<std::size_t>(strides[axis]);
  strides[axis] = 0;
  const Value origins = [&] {
    Value places = make_value(ElementType::kInt64, x.dims);
    for (std::size_t i = 0; i < integers(places).size(); ++i)
      integers(places)[i] = static_cast<std::int64_t>(i);
    return picked(places, indices.dims, strides, 0);
  }();
  Value y = call.make_output();
  for (std::size_t i = 0; i < integers(indices).size(); ++i) {
    const Result<std::size_t> place = place_in(integers(indices)[i], static_cast<std::size_t>(x.dims[axis]));
    if (!place) return tl::unexpected(place.error());
    const std::size_t read = static_cast<std::size_t>(integers(origins)[i]) + *place * step;
    std::visit([&](auto& to) { to[i] = std::get<std::decay_t<decltype(to)>>(x.elements)[read]; }, y.elements);
  }
  return one(std::move(y));
}

Outcome evaluate_gather_nd(const Call& call) {
  const Value& x = call.input(0);
  const Value& indices = call.input(1);
  const auto batch_axes = static_cast<std::size_t>(call.integer("batch_dims"));
  const auto width = static_cast<std::size_t>(indices.dims.back());
  const Dims strides = strides_of(x.dims);
  const std::span<const std::int64_t> dims(x.dims);
  const auto block = static_cast<std::size_t>(product_of(dims.subspan(batch_axes + width)));
  const auto batch_size = static_cast<std::size_t>(product_of(dims.subspan(batch_axes)));
  const auto batches = static_cast<std::size_t>(product_of(dims.first(batch_axes)));
  const std::size_t tuples = width == 0 ? 0 : integers(indices).size() / width;
  Value y = call.make_output();
  for (std::size_t tuple = 0; tuple < tuples; ++tuple) {
    std::size_t read = tuple / (tuples / batches) * batch_size;
    for (std::size_t i = 0; i < width; ++i) {
      const std::size_t axis = batch_axes + i;
      const auto place =
          place_in(integers(indices)[tuple * width + i], static_cast<std::size_t>(x.dims[axis]));
      if (!place) return tl::unexpected(place.error());
      read += *place * static_cast<std::size_t>(strides[axis]);
    }
    std::visit(
        [&](auto& to) {
          copy(std::get<std::decay_t<decltype(to)>>(x.elements), read, block, to, tuple * block);
        },
        y.elements);
  }
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
