#include <algorithm>
#include <string>

#include "model/reference/operators/indices.h"
#include "model/reference/operators/operators.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

template <typename Element>
void update(Element& place, Element with, const std::string& reduction) {
  if (reduction == "add") {
    place += with;
  } else if (reduction == "mul") {
    place *= with;
  } else if (reduction == "max") {
    place = std::max(place, with);
  } else if (reduction == "min") {
    place = std::min(place, with);
  } else {
    place = with;
  }
}

void update(const Value& updates, std::size_t from, std::size_t count, Value& y, std::size_t to,
            const std::string& reduction) {
  std::visit(
      [&](auto& places) {
        const auto& with = std::get<std::decay_t<decltype(places)>>(updates.elements);
        for (std::size_t i = 0; i < count; ++i) update(places[to + i], with[from + i], reduction);
      },
      y.elements);
}

}  // namespace

Outcome evaluate_scatter_elements(const Call& call) {
  Value y = call.input(0);
  const Value& indices = call.input(1);
  const std::string& reduction = call.text("reduction");
  const std::size_t axis = call.axis();
  const Dims strides = strides_of(y.dims);
  const Dims walk = strides_of(indices.dims);
  for (std::size_t i = 0; i < integers(indices).size(); ++i) {
    const auto place = place_in(integers(indices)[i], static_cast<std::size_t>(y.dims.at(axis)));
    if (!place) return tl::unexpected(place.error());
    std::int64_t to = static_cast<std::int64_t>(*place) * strides[axis];
    for (std::size_t other = 0; other < walk.size(); ++other) {
      const std::int64_t at = static_cast<std::int64_t>(i) / walk[other] % indices.dims[other];
      if (other != axis) to += at * strides[other];
    }
    update(call.input(2), i, 1, y, static_cast<std::size_t>(to), reduction);
  }
  return one(std::move(y));
}

Outcome evaluate_scatter_nd(const Call& call) {
  Value y = call.input(0);
  const Value& indices = call.input(1);
  const std::string& reduction = call.text("reduction");
  const auto width = static_cast<std::size_t>(indices.dims.back());
  const Dims strides = strides_of(y.dims);
  const auto block =
      static_cast<std::size_t>(product_of(std::span<const std::int64_t>(y.dims).subspan(width)));
  const std::size_t tuples = width == 0 ? 0 : integers(indices).size() / width;
  for (std::size_t tuple = 0; tuple < tuples; ++tuple) {
    std::size_t to = 0;
    for (std::size_t axis = 0; axis < width; ++axis) {
      const auto place =
          place_in(integers(indices)[tuple * width + axis], static_cast<std::size_t>(y.dims[axis]));
      if (!place) return tl::unexpected(place.error());
      to += *place * static_cast<std::size_t>(strides[axis]);
    }
    update(call.input(2), tuple * block, block, y, to, reduction);
  }
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
