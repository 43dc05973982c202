#include <numeric>

#include "model/lower/torchscript/constants.h"
#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {
namespace {

// Positions counted from the front, as torch wants them; constant ones are in a canonical graph.
std::string from_front(const Value& indices, std::int64_t length) {
  if (indices.constant != nullptr) return indices.text;
  return torch_call("where", {torch_call("lt", {indices.text, "0"}),
                              torch_call("add", {indices.text, std::to_string(length)}), indices.text});
}

// One list of positions for every axis that the last axis of `indices` names, behind those of the batch,
// which keep their places.
std::string index_lists(Call& call, const Value& indices, std::int64_t batch_dims) {
  const std::size_t rank = indices.dims.size();
  std::vector<std::string> lists;
  for (std::int64_t axis = 0; axis < batch_dims; ++axis) {
    std::vector<std::int64_t> places(static_cast<std::size_t>(indices.dims[static_cast<std::size_t>(axis)]));
    std::iota(places.begin(), places.end(), 0);
    std::vector<std::int64_t> dims(rank - 1, 1);
    dims[static_cast<std::size_t>(axis)] = -1;
    lists.push_back(torch_call("reshape", {positions(call, places), list(dims)}));
  }
  for (std::int64_t i = 0; i < indices.dims.back(); ++i) {
    lists.push_back(torch_call("select", {indices.text, "-1", std::to_string(i)}));
  }
  return "annotate(List[Optional[Tensor]], " + list(lists) + ")";
}

}  // namespace

std::string lower_gather(Call& call) {
  const Value& data = call.input(0);
  const Value& indices = call.input(1);
  const std::int64_t axis = call.integer("axis");
  if (call.failure()) return {};
  const std::string dim = std::to_string(axis);
  const std::int64_t length = data.dims[static_cast<std::size_t>(axis)];
  const auto known = known_integers(indices);
  if (known && known->size() == 1 && indices.dims.empty()) {
    return torch_call("select", {data.text, dim, std::to_string(known->front())});
  }
  // A table of embeddings, as torch's own users look it up; its rows are never counted from the end.
  if (axis == 0 && data.dims.size() == 2 && data.constant != nullptr && is_floating(data.type) && !known) {
    return torch_call("embedding", {data.text, indices.text});
  }
  const std::string at = from_front(indices, length);
  if (indices.dims.size() == 1) return torch_call("index_select", {data.text, dim, at});
  const std::string flat = torch_call("reshape", {at, "[-1]"});
  return torch_call("reshape",
                    {torch_call("index_select", {data.text, dim, flat}), list(call.output(0).dims)});
}

std::string lower_gather_elements(Call& call) {
  const Value& data = call.input(0);
  const Value& indices = call.input(1);
  const std::int64_t axis = call.integer("axis");
  if (call.failure()) return {};
  const std::string at = from_front(indices, data.dims[static_cast<std::size_t>(axis)]);
  const std::string wide = cast(at, ElementType::kInt64);
  // torch.gather takes indices that are shorter than the data along the other axes, as ONNX does.
  return torch_call("gather", {data.text, std::to_string(axis), wide});
}

std::string lower_gather_nd(Call& call) {
  const Value& indices = call.input(1);
  const std::int64_t batch_dims = call.integer("batch_dims");
  if (call.failure() || indices.dims.empty()) return {};
  return torch_call("index", {call.input(0).text, index_lists(call, indices, batch_dims)});
}

std::string lower_scatter_nd(Call& call) {
  const Value& indices = call.input(1);
  const std::string reduction = call.text("reduction");
  if (call.failure() || indices.dims.empty()) return {};
  if (reduction != "none" && reduction != "add") return call.unsupported("the reduction " + reduction);
  return torch_call("index_put", {call.input(0).text, index_lists(call, indices, 0), call.input(2).text,
                                  boolean(reduction == "add" ? 1 : 0)});
}

std::string lower_scatter_elements(Call& call) {
  const Value& data = call.input(0);
  const std::int64_t axis = call.integer("axis");
  const std::string reduction = call.text("reduction");
  if (call.failure()) return {};
  const std::string at = from_front(call.input(1), data.dims[static_cast<std::size_t>(axis)]);
  const std::string dim = std::to_string(axis);
  const std::string wide = cast(at, ElementType::kInt64);
  const std::string& updates = call.input(2).text;
  if (reduction == "none") return torch_call("scatter", {data.text, dim, wide, updates});
  if (reduction == "add") return torch_call("scatter_add", {data.text, dim, wide, updates});
  const std::string by = reduction == "mul" ? "prod" : reduction == "max" ? "amax" : "amin";
  return torch_call("scatter_reduce", {data.text, dim, wide, updates, "\"" + by + "\""});
}

std::string lower_one_hot(Call& call) {
  const Value& indices = call.input(0);
  const Value& values = call.input(1);
  const auto axis = static_cast<std::size_t>(call.integer("axis"));
  const std::int64_t depth = call.integer("depth");
  if (call.failure()) return {};
  std::vector<std::int64_t> classes(static_cast<std::size_t>(depth));
  std::iota(classes.begin(), classes.end(), 0);
  std::vector<std::int64_t> dims(indices.dims.size() + 1, 1);
  dims[axis] = -1;
  const std::string which = torch_call("unsqueeze", {from_front(indices, depth), std::to_string(axis)});
  const std::string hot = torch_call("eq", {cast(which, ElementType::kInt64),
                                            torch_call("reshape", {positions(call, classes), list(dims)})});
  return torch_call("where", {hot, torch_call("select", {values.text, "0", "1"}),
                              torch_call("select", {values.text, "0", "0"})});
}

std::string lower_trilu(Call& call) {
  return torch_call(call.integer("upper") != 0 ? "triu" : "tril",
                    {call.input(0).text, std::to_string(call.integer("k"))});
}

std::string lower_top_k(Call& call) {
  const std::string both = torch_call(
      "topk", {call.input(0).text, std::to_string(call.integer("k")), std::to_string(call.integer("axis")),
               boolean(call.integer("largest")), boolean(call.integer("sorted"))});
  return call.output_count() == 1 ? "(" + both + ")[0]" : both;
}

std::string lower_arg_reduce(Call& call) {
  const Value& x = call.input(0);
  const std::int64_t axis = call.integer("axis");
  const std::string function = call.op_type() == "ArgMax" ? "argmax" : "argmin";
  const std::string keep = boolean(call.integer("keepdims"));
  const bool last = call.integer("select_last_index") != 0;
  if (call.failure()) return {};
  const std::string dim = std::to_string(axis);
  if (!last) return torch_call(function, {x.text, dim, keep});
  // The last of equals is the first when read backwards.
  const std::string backwards =
      torch_call(function, {torch_call("flip", {x.text, "[" + dim + "]"}), dim, keep});
  const std::int64_t length = x.dims[static_cast<std::size_t>(axis)];
  return torch_call("add", {torch_call("neg", {backwards}), std::to_string(length - 1)});
}

}  // namespace bakeoff::model::torchscript
