#include "model/lower/graphdef/indexing.h"
#include "model/lower/graphdef/operators.h"

namespace bakeoff::model::graphdef {
namespace {

Value gather(Lowering& to, const Value& x, const Value& indices, std::size_t lowered_axis,
             std::int64_t batch_dims, Value result) {
  return to.add("GatherV2", {x, indices, to.integer(static_cast<std::int64_t>(lowered_axis))},
                {{"Tparams", data_type(x.type)},
                 {"Tindices", data_type(indices.type)},
                 {"Taxis", proto::DataType::kInt32},
                 {"batch_dims", batch_dims}},
                std::move(result));
}

/// ONNX counts negative indices from the end, TensorFlow refuses them. Those of constants are gone already.
Value from_the_front(Lowering& to, const Value& indices, std::int64_t length) {
  if (indices.tensor != nullptr) return indices;
  return to.binary("FloorMod", indices, static_cast<double>(length));
}

}  // namespace

Value gathered(Lowering& to, const Value& x, std::size_t axis, const Dims& indices) {
  Value result = like(x);
  result.dims[axis] = static_cast<std::int64_t>(indices.size());
  return gather(to, x, to.integers(indices), position(x.order, axis), 0, result);
}

Value stretch(Lowering& to, const Value& x, std::size_t axis, std::int64_t begin, std::int64_t length) {
  if (length == x.dims[axis]) return x;
  Dims first(x.rank(), 0);
  Dims lengths = x.dims;
  first[axis] = begin;
  lengths[axis] = length;
  return part(to, x, first, lengths);
}

Value joined(Lowering& to, const Values& parts, std::size_t axis) {
  if (parts.size() == 1) return parts.front();
  Value result = like(parts.front());
  result.dims[axis] = 0;
  for (const Value& one : parts) result.dims[axis] += one.dims[axis];
  Values inputs = parts;
  inputs.push_back(to.integer(static_cast<std::int64_t>(position(result.order, axis))));
  return to.add("ConcatV2", inputs,
                {{"T", data_type(result.type)},
                 {"Tidx", proto::DataType::kInt32},
                 {"N", static_cast<std::int64_t>(parts.size())}},
                result);
}

Result<Values> lower_concat(const Call& call) {
  Lowering& to = call.to;
  const Order order = to.common_order(call.inputs(), call.input(0).rank());
  Values parts;
  for (const Value& input : call.inputs()) parts.push_back(to.in_order(input, order));
  return Values{joined(to, parts, call.index("axis"))};
}

Result<Values> lower_split(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  const auto axis = static_cast<std::int64_t>(position(x.order, call.index("axis")));
  Values parts;
  for (std::size_t i = 0; i < call.output_count(); ++i) parts.push_back(like(x, call.output_dims(i)));
  return to.add_several("SplitV", {x, to.integers(call.integers("split")), to.integer(axis)},
                        {{"T", data_type(x.type)},
                         {"Tlen", proto::DataType::kInt32},
                         {"num_split", static_cast<std::int64_t>(parts.size())}},
                        parts);
}

Result<Values> lower_gather(const Call& call) {
  Lowering& to = call.to;
  const Value x = to.natural(call.input(0));
  const std::size_t axis = call.index("axis");
  const Value indices = from_the_front(to, to.natural(call.input(1)), x.dims[axis]);
  const Dims dims = call.output_dims();
  return Values{gather(to, x, indices, axis, 0,
                       {.node = {}, .type = x.type, .dims = dims, .order = natural_order(dims.size())})};
}

// A gather along the last axis with all others as batch.
Result<Values> lower_gather_elements(const Call& call) {
  Lowering& to = call.to;
  const std::size_t axis = call.index("axis");
  const Dims dims = call.output_dims();
  Order order = natural_order(dims.size());
  std::erase(order, axis);
  order.push_back(axis);
  Value x = call.input(0);
  Dims lengths = dims;
  lengths[axis] = x.dims[axis];
  if (lengths != x.dims) x = part(to, x, Dims(dims.size(), 0), lengths);
  const Value indices = from_the_front(to, to.in_order(call.input(1), order), x.dims[axis]);
  return Values{gather(to, to.in_order(x, order), indices, dims.size() - 1,
                       static_cast<std::int64_t>(dims.size()) - 1,
                       {.node = {}, .type = x.type, .dims = dims, .order = order})};
}

}  // namespace bakeoff::model::graphdef
