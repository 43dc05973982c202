#include <algorithm>

#include "model/reference/operators/operators.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

// Where the element `at` places from the beginning of an axis of `length` comes from; negative: it is filled.
std::int64_t source_of(std::int64_t at, std::int64_t length, const std::string& mode) {
  if (at >= 0 && at < length) return at;
  if (mode == "constant" || length == 0) return -1;
  if (mode == "edge") return std::clamp<std::int64_t>(at, 0, length - 1);
  if (mode == "wrap") return (at % length + length) % length;
  if (length == 1) return 0;
  const std::int64_t period = 2 * (length - 1);
  const std::int64_t place = (at % period + period) % period;
  return place < length ? place : period - place;
}

// One axis at a time: corners then come out as ONNX has them in every mode.
template <typename Elements>
Elements padded(const Elements& from, const AxisView& source, std::int64_t before, std::int64_t length,
                const std::string& mode, typename Elements::value_type fill) {
  Elements to(source.outer * static_cast<std::size_t>(length) * source.inner, fill);
  for (std::size_t outer = 0; outer < source.outer; ++outer) {
    for (std::int64_t at = 0; at < length; ++at) {
      const std::int64_t row = source_of(at - before, static_cast<std::int64_t>(source.length), mode);
      if (row < 0) continue;
      const auto read = (outer * source.length + static_cast<std::size_t>(row)) * source.inner;
      const auto write =
          (outer * static_cast<std::size_t>(length) + static_cast<std::size_t>(at)) * source.inner;
      std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(read), source.inner,
                  to.begin() + static_cast<std::ptrdiff_t>(write));
    }
  }
  return to;
}

}  // namespace

Outcome evaluate_pad(const Call& call) {
  Value y = call.input(0);
  const double fill = call.real("value");
  for (std::size_t axis = 0; axis < y.dims.size(); ++axis) {
    const std::int64_t length = call.output().dims.at(axis);
    const std::int64_t before = call.integers("pads").at(axis);
    if (before == 0 && length == y.dims[axis]) continue;
    const AxisView view = around(y.dims, axis);
    std::visit(
        [&](auto& elements) {
          using Element = typename std::decay_t<decltype(elements)>::value_type;
          elements = padded(elements, view, before, length, call.text("mode"), static_cast<Element>(fill));
        },
        y.elements);
    y.dims[axis] = length;
  }
  return one(std::move(y));
}

Outcome evaluate_trilu(const Call& call) {
  Value y = call.input(0);
  const std::int64_t diagonal = call.integer("k");
  const bool upper = call.integer("upper") != 0;
  const std::size_t rank = y.dims.size();
  const auto rows = static_cast<std::size_t>(y.dims.at(rank - 2));
  const auto columns = static_cast<std::size_t>(y.dims.at(rank - 1));
  std::visit(
      [&](auto& elements) {
        for (std::size_t i = 0; i < elements.size(); ++i) {
          const auto column = static_cast<std::int64_t>(i % columns);
          const auto row = static_cast<std::int64_t>(i / columns % rows);
          const std::int64_t above = column - row - diagonal;
          if (upper ? above < 0 : above > 0) elements[i] = 0;
        }
      },
      y.elements);
  return one(std::move(y));
}

Outcome evaluate_one_hot(const Call& call) {
  const Reals indices = as_reals(call.input(0));
  Value y = call.make_output();
  const AxisView view = around(y.dims, call.axis());
  const auto depth = static_cast<std::int64_t>(view.length);
  std::visit(
      [&](auto& to) {
        const auto& values = std::get<std::decay_t<decltype(to)>>(call.input(1).elements);
        std::fill(to.begin(), to.end(), values.at(0));
        for (std::size_t i = 0; i < indices.size(); ++i) {
          auto index = static_cast<std::int64_t>(indices[i]);
          if (index < -depth || index >= depth) continue;
          if (index < 0) index += depth;
          const std::size_t outer = i / view.inner;
          to[(outer * view.length + static_cast<std::size_t>(index)) * view.inner + i % view.inner] =
              values.at(1);
        }
      },
      y.elements);
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
