#include <array>

#include "model/lower/graphdef/indexing.h"
#include "model/lower/graphdef/operators.h"

namespace bakeoff::model::graphdef {
namespace {

struct Reduction {
  std::string_view onnx;
  std::string_view tensorflow;
};
constexpr std::array kReductions = {
    Reduction{"none", "TensorScatterUpdate"}, Reduction{"add", "TensorScatterAdd"},
    Reduction{"max", "TensorScatterMax"}, Reduction{"min", "TensorScatterMin"}};

/// Tuples of indices in the last axis, each counted from the front of its axis of a tensor of `dims`.
Value from_the_front(Lowering& to, const Value& tuples, const Dims& dims) {
  Dims lengths(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(tuples.dims.back()));
  const Value limits = to.numbers(tuples.type, {lengths.begin(), lengths.end()}, {tuples.dims.back()});
  return to.binary("FloorMod", tuples, limits);
}

Result<Values> scattered(const Call& call, const Value& data, const Value& tuples, const Value& updates) {
  for (const Reduction& reduction : kReductions) {
    if (call.text("reduction") != reduction.onnx) continue;
    return Values{call.to.add(reduction.tensorflow, {data, tuples, updates},
                              {{"T", data_type(data.type)}, {"Tindices", data_type(tuples.type)}},
                              like(data))};
  }
  return unsupported(call, "with reduction " + call.text("reduction"));
}

/// The places of all elements of a tensor of `dims`, one a row, along the axes from `first` to before `last`.
Value places(Lowering& to, ElementType type, const Dims& dims, std::size_t first, std::size_t last) {
  std::int64_t count = 1;
  for (const std::int64_t length : dims) count *= length;
  std::vector<double> rows;
  for (std::int64_t element = 0; element < count; ++element) {
    std::int64_t inside = count;
    for (std::size_t axis = 0; axis < last; ++axis) {
      inside /= dims[axis];
      if (axis >= first) rows.push_back(static_cast<double>(element / inside % dims[axis]));
    }
  }
  return to.numbers(type, rows, {count, static_cast<std::int64_t>(last - first)});
}

}  // namespace

Result<Values> lower_gather_nd(const Call& call) {
  Lowering& to = call.to;
  if (call.integer("batch_dims") != 0) return unsupported(call, "with batch_dims");
  const Value x = to.natural(call.input(0));
  const Value tuples = from_the_front(to, to.natural(call.input(1)), x.dims);
  const Dims dims = call.output_dims();
  return Values{to.add("GatherNd", {x, tuples},
                       {{"Tparams", data_type(x.type)}, {"Tindices", data_type(tuples.type)}},
                       {.node = {}, .type = x.type, .dims = dims, .order = natural_order(dims.size())})};
}

Result<Values> lower_scatter_nd(const Call& call) {
  Lowering& to = call.to;
  const Value data = to.natural(call.input(0));
  const Value tuples = from_the_front(to, to.natural(call.input(1)), data.dims);
  return scattered(call, data, tuples, to.natural(call.input(2)));
}

// ScatterND with the places of the other axes written out.
Result<Values> lower_scatter_elements(const Call& call) {
  Lowering& to = call.to;
  const Value data = to.natural(call.input(0));
  const Value& indices = call.input(1);
  const std::size_t axis = call.index("axis");
  std::int64_t count = 1;
  for (const std::int64_t length : indices.dims) count *= length;
  const Value tuples =
      joined(to,
             {places(to, indices.type, indices.dims, 0, axis), to.reshape(to.natural(indices), {count, 1}),
              places(to, indices.type, indices.dims, axis + 1, indices.rank())},
             1);
  return scattered(call, data, from_the_front(to, tuples, data.dims),
                   to.reshape(to.natural(call.input(2)), {count}));
}

// ONNX lets negative indices count from the end; what is out of range has no place.
Result<Values> lower_one_hot(const Call& call) {
  Lowering& to = call.to;
  const Value indices = to.cast(to.natural(call.input(0)), ElementType::kInt64);
  const auto depth = static_cast<double>(call.integer("depth"));
  const Value before = to.compare("Less", indices, to.scalar(indices.type, 0.0));
  const Value counted = to.add("SelectV2", {before, to.binary("AddV2", indices, depth), indices},
                               {{"T", data_type(indices.type)}}, like(indices));
  const Value off = to.reshape(part(to, call.input(1), {0}, {1}), {});
  const Value on = to.reshape(part(to, call.input(1), {1}, {1}), {});
  const Dims dims = call.output_dims();
  return Values{
      to.add("OneHot", {counted, to.integer(call.integer("depth")), on, off},
             {{"T", data_type(on.type)}, {"TI", data_type(counted.type)}, {"axis", call.integer("axis")}},
             {.node = {}, .type = on.type, .dims = dims, .order = natural_order(dims.size())})};
}

}  // namespace bakeoff::model::graphdef
