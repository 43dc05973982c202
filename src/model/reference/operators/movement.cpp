#include <algorithm>
#include <numeric>

#include "model/reference/operators/operators.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

// Copies `from` into the place along the axis that begins at `offset`.
template <typename Elements>
void paste(const Elements& from, const AxisView& source, Elements& to, const AxisView& target,
           std::size_t offset) {
  const std::size_t block = source.length * source.inner;
  for (std::size_t outer = 0; outer < source.outer; ++outer) {
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(outer * block);
    const std::size_t place = (outer * target.length + offset) * target.inner;
    std::copy_n(begin, block, to.begin() + static_cast<std::ptrdiff_t>(place));
  }
}

}  // namespace

Outcome evaluate_reshape(const Call& call) {
  return one(reshaped(call.input(0), call.output().dims));
}

Outcome evaluate_transpose(const Call& call) {
  return one(transposed(call.input(0), call.integers("perm")));
}

Outcome evaluate_concat(const Call& call) {
  Value y = call.make_output();
  const std::size_t axis = call.axis();
  const AxisView target = around(y.dims, axis);
  std::size_t offset = 0;
  for (std::size_t i = 0; i < call.input_count(); ++i) {
    const Value& x = call.input(i);
    const AxisView source = around(x.dims, axis);
    std::visit(
        [&](auto& to) {
          paste(std::get<std::decay_t<decltype(to)>>(x.elements), source, to, target, offset);
        },
        y.elements);
    offset += source.length;
  }
  return one(std::move(y));
}

Outcome evaluate_split(const Call& call) {
  const Value& x = call.input(0);
  const std::size_t axis = call.axis();
  const Dims strides = strides_of(x.dims);
  std::vector<Value> parts;
  std::int64_t offset = 0;
  for (std::size_t i = 0; i < call.output_count(); ++i) {
    const Dims& dims = call.output(i).dims;
    parts.push_back(picked(x, dims, strides, offset));
    offset += dims.at(axis) * strides[axis];
  }
  return parts;
}

Outcome evaluate_slice(const Call& call) {
  const Value& x = call.input(0);
  Dims strides = strides_of(x.dims);
  std::int64_t offset = 0;
  for (std::size_t axis = 0; axis < strides.size(); ++axis) {
    offset += call.integers("starts").at(axis) * strides[axis];
    strides[axis] *= call.integers("steps").at(axis);
  }
  return one(picked(x, call.output().dims, std::move(strides), offset));
}

Outcome evaluate_expand(const Call& call) {
  const Value& x = call.input(0);
  const Dims& dims = call.output().dims;
  return one(picked(x, dims, broadcast_strides(x.dims, dims), 0));
}

// Every axis becomes two: as often as asked, then its own length.
Outcome evaluate_tile(const Call& call) {
  const Value& x = call.input(0);
  const Dims own = strides_of(x.dims);
  Dims dims;
  Dims strides;
  for (std::size_t axis = 0; axis < own.size(); ++axis) {
    dims.insert(dims.end(), {call.integers("repeats").at(axis), x.dims[axis]});
    strides.insert(strides.end(), {0, own[axis]});
  }
  return one(reshaped(picked(x, std::move(dims), std::move(strides), 0), call.output().dims));
}

Outcome evaluate_depth_to_space(const Call& call) {
  const Value& x = call.input(0);
  const std::int64_t block = call.integer("blocksize");
  const std::int64_t depth = x.dims.at(1) / (block * block);
  const bool depth_first = call.text("mode") == "DCR";
  const Dims split = depth_first ? Dims{x.dims[0], block, block, depth, x.dims[2], x.dims[3]}
                                 : Dims{x.dims[0], depth, block, block, x.dims[2], x.dims[3]};
  const Dims order = depth_first ? Dims{0, 3, 4, 1, 5, 2} : Dims{0, 1, 4, 2, 5, 3};
  return one(reshaped(transposed(reshaped(x, split), order), call.output().dims));
}

Outcome evaluate_space_to_depth(const Call& call) {
  const Value& x = call.input(0);
  const std::int64_t block = call.integer("blocksize");
  const Dims split{x.dims.at(0), x.dims.at(1), x.dims.at(2) / block, block, x.dims.at(3) / block, block};
  return one(reshaped(transposed(reshaped(x, split), Dims{0, 3, 5, 1, 2, 4}), call.output().dims));
}

}  // namespace bakeoff::model::reference
