#include <algorithm>

#include "model/lower/graphdef/operators.h"
#include "model/lower/graphdef/reductions.h"

namespace bakeoff::model::graphdef {
namespace {

/// Logarithm of the sum of exponentials, after the greatest is taken out, so that none overflows.
Value log_sum_exp(Lowering& to, const Value& x, const Dims& axes) {
  const Value greatest = reduced(to, "Max", x, axes);
  const Value sum = reduced(to, "Sum", to.unary("Exp", to.binary("Sub", x, greatest)), axes);
  return to.binary("AddV2", to.unary("Log", sum), greatest);
}

Value reduced_by_name(const Call& call, const Value& x, const Dims& axes) {
  Lowering& to = call.to;
  const std::string& name = call.op_type();
  if (name == "ReduceMean") return reduced(to, "Mean", x, axes);
  if (name == "ReduceMax") return reduced(to, "Max", x, axes);
  if (name == "ReduceMin") return reduced(to, "Min", x, axes);
  if (name == "ReduceProd") return reduced(to, "Prod", x, axes);
  if (name == "ReduceL1") return reduced(to, "Sum", to.unary("Abs", x), axes);
  if (name == "ReduceL2") return to.unary("Sqrt", reduced(to, "Sum", to.unary("Square", x), axes));
  if (name == "ReduceSumSquare") return reduced(to, "Sum", to.unary("Square", x), axes);
  if (name == "ReduceLogSum") return to.unary("Log", reduced(to, "Sum", x, axes));
  if (name == "ReduceLogSumExp") return log_sum_exp(to, x, axes);
  return reduced(to, "Sum", x, axes);
}

}  // namespace

// TensorFlow adds up fp16 in fp16, and the mean of 49 elements of 2,000 is then infinite: the sum is past
// 65,504. Products of matrices and convolutions add up in fp32.
Value reduced(Lowering& to, std::string_view op, const Value& x, const Dims& axes) {
  const bool overflows = x.type == ElementType::kFloat16 && op != "Max" && op != "Min";
  if (overflows) return to.cast(reduced(to, op, to.cast(x, ElementType::kFloat), axes), x.type);
  Dims lowered;
  Dims dims = x.dims;
  for (const std::int64_t axis : axes) {
    lowered.push_back(static_cast<std::int64_t>(position(x.order, static_cast<std::size_t>(axis))));
    dims[static_cast<std::size_t>(axis)] = 1;
  }
  std::sort(lowered.begin(), lowered.end());
  if (x.type == ElementType::kBool) {
    return to.add(op == "Max" ? "Any" : "All", {x, to.integers(lowered)},
                  {{"Tidx", proto::DataType::kInt32}, {"keep_dims", true}}, like(x, dims));
  }
  return to.add(op, {x, to.integers(lowered)},
                {{"T", data_type(x.type)}, {"Tidx", proto::DataType::kInt32}, {"keep_dims", true}},
                like(x, dims));
}

// The axes are kept as long as possible, so that the order of the others stays what it is.
Result<Values> lower_reduce(const Call& call) {
  const Value& x = call.input(0);
  const Dims& axes = call.integers("axes");
  const Value y = reduced_by_name(call, x, axes);
  return Values{call.integer("keepdims") != 0 ? y : call.to.reshape(y, call.output_dims())};
}

Result<Values> lower_cum_sum(const Call& call) {
  const Value& x = call.input(0);
  const auto axis = static_cast<std::int64_t>(position(x.order, call.index("axis")));
  return Values{call.to.add("Cumsum", {x, call.to.integer(axis)},
                            {{"T", data_type(x.type)},
                             {"Tidx", proto::DataType::kInt32},
                             {"exclusive", call.integer("exclusive") != 0},
                             {"reverse", call.integer("reverse") != 0}},
                            like(x))};
}

// TensorFlow gives the first place of the greatest element; the last is the first from behind.
Result<Values> lower_arg_reduce(const Call& call) {
  Lowering& to = call.to;
  const std::size_t axis = call.index("axis");
  Value x = call.input(0);
  const auto lowered = static_cast<std::int64_t>(position(x.order, axis));
  const std::int64_t length = x.dims[axis];
  const bool last = call.integer("select_last_index") != 0;
  if (last) {
    x = to.add("ReverseV2", {x, to.integers({lowered})},
               {{"T", data_type(x.type)}, {"Tidx", proto::DataType::kInt32}}, like(x));
  }
  // What is left, in its order, before ONNX's axis of length 1 is put back.
  Value found{.node = {}, .type = ElementType::kInt64, .dims = x.dims, .order = x.order};
  found.dims.erase(found.dims.begin() + static_cast<std::ptrdiff_t>(axis));
  std::erase(found.order, axis);
  for (std::size_t& other : found.order) other -= other > axis ? 1 : 0;
  found = to.add(
      call.op_type(), {x, to.integer(lowered)},
      {{"T", data_type(x.type)}, {"Tidx", proto::DataType::kInt32}, {"output_type", proto::DataType::kInt64}},
      found);
  if (last) {
    found = to.binary("Sub", to.scalar(ElementType::kInt64, static_cast<double>(length - 1)), found);
  }
  return Values{to.reshape(found, call.output_dims())};
}

// TensorFlow's is over the last axis and finds the greatest.
Result<Values> lower_top_k(const Call& call) {
  Lowering& to = call.to;
  const std::size_t axis = call.index("axis");
  const bool largest = call.integer("largest") != 0;
  Value x = call.input(0);
  Order order = x.order;
  std::erase(order, axis);
  order.push_back(axis);
  x = to.in_order(x, order);
  if (!largest) x = to.unary("Neg", x);
  Value indices = like(x, call.output_dims());
  indices.type = ElementType::kInt32;
  Values found = to.add_several("TopKV2", {x, to.integer(call.integer("k"))},
                                {{"T", data_type(x.type)}, {"sorted", call.integer("sorted") != 0}},
                                {like(x, call.output_dims()), indices});
  if (!largest) found[0] = to.unary("Neg", found[0]);
  found[1] = to.cast(found[1], ElementType::kInt64);
  return found;
}

}  // namespace bakeoff::model::graphdef
