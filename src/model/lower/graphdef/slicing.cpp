#include <algorithm>

#include "model/lower/graphdef/indexing.h"
#include "model/lower/graphdef/operators.h"

namespace bakeoff::model::graphdef {
namespace {

/// Which element of an axis of `length` stands at `place`, before or past its ends.
std::int64_t source(const std::string& mode, std::int64_t place, std::int64_t length) {
  if (mode == "wrap") return ((place % length) + length) % length;
  if (mode == "edge" || length == 1) return std::clamp<std::int64_t>(place, 0, length - 1);
  // Reflected at the ends, which are not repeated.
  const std::int64_t period = 2 * (length - 1);
  const std::int64_t folded = ((place % period) + period) % period;
  return std::min(folded, period - folded);
}

Value padded_by_indices(const Call& call, const Dims& begin, const Dims& end) {
  Value x = call.input(0);
  for (std::size_t axis = 0; axis < x.rank(); ++axis) {
    if (begin[axis] == 0 && end[axis] == 0) continue;
    Dims indices;
    for (std::int64_t place = -begin[axis]; place < x.dims[axis] + end[axis]; ++place) {
      indices.push_back(source(call.text("mode"), place, x.dims[axis]));
    }
    x = gathered(call.to, x, axis, indices);
  }
  return x;
}

/// What negative padding leaves.
Value cropped(Lowering& to, const Value& x, const Dims& begin, const Dims& end) {
  Dims first;
  Dims lengths = x.dims;
  for (std::size_t axis = 0; axis < x.rank(); ++axis) {
    first.push_back(std::max<std::int64_t>(-begin[axis], 0));
    lengths[axis] -= first[axis] + std::max<std::int64_t>(-end[axis], 0);
  }
  return lengths == x.dims ? x : part(to, x, first, lengths);
}

Value filled(Lowering& to, const Value& x, const Dims& begin, const Dims& end, double number) {
  Dims amounts;
  Dims dims = x.dims;
  for (const std::size_t axis : x.order) {
    amounts.push_back(std::max<std::int64_t>(begin[axis], 0));
    amounts.push_back(std::max<std::int64_t>(end[axis], 0));
    dims[axis] += amounts[amounts.size() - 2] + amounts.back();
  }
  if (dims == x.dims) return x;
  const Value paddings = to.integers(amounts, {static_cast<std::int64_t>(x.rank()), 2});
  return to.add("PadV2", {x, paddings, to.scalar(x.type, number)},
                {{"T", data_type(x.type)}, {"Tpaddings", proto::DataType::kInt32}}, like(x, dims));
}

}  // namespace

Value part(Lowering& to, const Value& x, const Dims& begin, const Dims& lengths) {
  return to.add("Slice", {x, to.integers(in_order(begin, x.order)), to.integers(in_order(lengths, x.order))},
                {{"T", data_type(x.type)}, {"Index", proto::DataType::kInt32}}, like(x, lengths));
}

Result<Values> lower_slice(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  const Dims dims = call.output_dims();
  const Dims starts = in_order(call.integers("starts"), x.order);
  const Dims steps = in_order(call.integers("steps"), x.order);
  if (std::all_of(steps.begin(), steps.end(), [](std::int64_t step) { return step == 1; })) {
    return Values{part(to, x, call.integers("starts"), dims)};
  }
  const Dims counts = in_order(dims, x.order);
  Dims ends;
  std::int64_t to_the_very_start = 0;  // a bit an axis; an end of -1 would be the last element
  for (std::size_t i = 0; i < steps.size(); ++i) {
    ends.push_back(starts[i] + steps[i] * counts[i]);
    if (ends[i] < 0) to_the_very_start |= std::int64_t{1} << i;
  }
  return Values{
      to.add("StridedSlice", {x, to.integers(starts), to.integers(ends), to.integers(steps)},
             {{"T", data_type(x.type)}, {"Index", proto::DataType::kInt32}, {"end_mask", to_the_very_start}},
             like(x, dims))};
}

// A mask over the last two axes, which the others share.
Result<Values> lower_trilu(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  const std::int64_t rows = x.dims[x.rank() - 2];
  const std::int64_t columns = x.dims[x.rank() - 1];
  std::vector<double> mask;
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      const std::int64_t right = column - row - call.integer("k");
      mask.push_back(call.integer("upper") != 0 ? (right >= 0 ? 1.0 : 0.0) : (right <= 0 ? 1.0 : 0.0));
    }
  }
  const Value kept = to.broadcastable(to.numbers(ElementType::kBool, mask, {rows, columns}), x.order);
  return Values{to.add("SelectV2", {kept, x, to.scalar(x.type, 0.0)}, {{"T", data_type(x.type)}}, like(x))};
}

Result<Values> lower_pad(const Call& call) {
  const Dims& pads = call.integers("pads");
  const auto middle = pads.begin() + static_cast<std::ptrdiff_t>(pads.size() / 2);
  const Dims begin(pads.begin(), middle);
  const Dims end(middle, pads.end());
  if (call.text("mode") != "constant") return Values{padded_by_indices(call, begin, end)};
  const Value inner = cropped(call.to, call.input(0), begin, end);
  return Values{filled(call.to, inner, begin, end, call.number("value"))};
}

}  // namespace bakeoff::model::graphdef
