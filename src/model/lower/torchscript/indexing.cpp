#include "model/lower/torchscript/constants.h"
#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {
namespace {

// Positions counted from the front, as torch wants them: worked out beforehand where they are constant.
std::string from_front(Call& call, const Value& indices, std::int64_t length) {
  if (auto known = known_integers(indices)) {
    bool negative = false;
    for (std::int64_t& index : *known) {
      negative = negative || index < 0;
      if (index < 0) index += length;
    }
    if (!negative) return indices.text;
    return torch_call("reshape", {positions(call, *known), list(indices.dims)});
  }
  return torch_call("where", {torch_call("lt", {indices.text, "0"}),
                              torch_call("add", {indices.text, std::to_string(length)}), indices.text});
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
  const std::string flat = torch_call("reshape", {from_front(call, indices, length), "[-1]"});
  return torch_call("reshape",
                    {torch_call("index_select", {data.text, dim, flat}), list(call.output(0).dims)});
}

std::string lower_gather_elements(Call& call) {
  const Value& data = call.input(0);
  const Value& indices = call.input(1);
  const std::int64_t axis = call.integer("axis");
  if (call.failure()) return {};
  const std::string at = from_front(call, indices, data.dims[static_cast<std::size_t>(axis)]);
  const std::string wide = torch_call("to", {at, std::to_string(scalar_type(ElementType::kInt64))});
  // torch.gather takes indices that are shorter than the data along the other axes, as ONNX does.
  return torch_call("gather", {data.text, std::to_string(axis), wide});
}

std::string lower_top_k(Call& call) {
  return torch_call(
      "topk", {call.input(0).text, std::to_string(call.integer("k")), std::to_string(call.integer("axis")),
               boolean(call.integer("largest")), boolean(call.integer("sorted"))});
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
