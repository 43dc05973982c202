#include "model/lower/graphdef/operators.h"

namespace bakeoff::model::graphdef {

Result<Values> lower_reshape(const Call& call) {
  return Values{call.to.reshape(call.input(0), call.output_dims())};
}

// Only a change of names: whoever needs the axes in another order moves them.
Result<Values> lower_transpose(const Call& call) {
  Value y = call.to.written(call.input(0));
  y.dims = call.output_dims();
  y.order = transposed(y.order, call.integers("perm"));
  return Values{y};
}

Result<Values> lower_expand(const Call& call) {
  const Dims dims = call.output_dims();
  const Value x = call.to.natural(call.input(0));
  return Values{call.to.add("BroadcastTo", {x, call.to.integers(dims)},
                            {{"T", data_type(x.type)}, {"Tidx", proto::DataType::kInt32}},
                            {.node = {}, .type = x.type, .dims = dims, .order = natural_order(dims.size())})};
}

Result<Values> lower_tile(const Call& call) {
  const Value& x = call.input(0);
  const Dims repeats = in_order(call.integers("repeats"), x.order);
  return Values{call.to.add("Tile", {x, call.to.integers(repeats)},
                            {{"T", data_type(x.type)}, {"Tmultiples", proto::DataType::kInt32}},
                            like(x, call.output_dims()))};
}

// TensorFlow's order of channels is ONNX's DCR; CRD is spelled out.
Result<Values> lower_depth_to_space(const Call& call) {
  Lowering& to = call.to;
  const std::int64_t block = call.integer("blocksize");
  const Value x = to.channels_last(call.input(0));
  const Dims dims = call.output_dims();
  if (call.text("mode") == "DCR") {
    return Values{
        to.add("DepthToSpace", {x}, {{"T", data_type(x.type)}, {"block_size", block}}, like(x, dims))};
  }
  Value split = to.reshape(x, {x.dims[0], dims[1], block, block, x.dims[2], x.dims[3]});
  split.order = transposed(split.order, {0, 1, 4, 2, 5, 3});
  split.dims = {x.dims[0], dims[1], x.dims[2], block, x.dims[3], block};
  // Pixels stay together with their block, channels stay last.
  return Values{to.reshape(to.in_order(split, {0, 2, 3, 4, 5, 1}), dims)};
}

Result<Values> lower_space_to_depth(const Call& call) {
  const Value x = call.to.channels_last(call.input(0));
  return Values{call.to.add("SpaceToDepth", {x},
                            {{"T", data_type(x.type)}, {"block_size", call.integer("blocksize")}},
                            like(x, call.output_dims()))};
}

}  // namespace bakeoff::model::graphdef
