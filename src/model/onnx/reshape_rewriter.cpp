#include "model/onnx/reshape_rewriter.h"

#include <algorithm>
#include <optional>

#include "model/onnx/counts.h"
#include "model/onnx/node_reader.h"

namespace bakeoff::model {
namespace {

using shapes::Inference;
using shapes::Known;
using Dims = std::vector<std::int64_t>;

std::optional<Dims> dims_of(const Inference& inference, const std::string& name) {
  const Known* known = inference.find(name);
  return known != nullptr && known->shape ? to_dims(*known->shape) : std::nullopt;
}

/// The target of a Reshape, from its second input or (before opset 5) its attribute.
const Dims* target_of(const Node& node, const Inference& inference) {
  if (node.inputs.size() > 1) return shapes::integers(inference.find(node.inputs[1]));
  const auto attribute = node.attributes.find("shape");
  return attribute == node.attributes.end() ? nullptr : std::get_if<Dims>(&attribute->second);
}

bool reshapes(const Node& node) {
  return node.domain.empty() && (node.op_type == "Reshape" || node.op_type == "Flatten") &&
         !node.inputs.empty() && !node.outputs.empty();
}

std::string little_endian(const Dims& values) {
  std::string data;
  for (const std::int64_t value : values) {
    for (unsigned i = 0; i < 8; ++i)
      data += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xffU);
  }
  return data;
}

}  // namespace

ReshapeRewriter::ReshapeRewriter(Graph& graph, BatchChange change)
    : graph_(graph), change_(change), names_(graph) {}

Result<void> ReshapeRewriter::adapt(std::size_t index, const Inference& before, Inference& after) {
  Node& node = graph_.nodes[index];
  if (!reshapes(node) || node.op_type != "Reshape") return {};
  const Dims* old_target = target_of(node, before);
  const Dims* new_target = target_of(node, after);
  const std::optional<Dims> data = dims_of(before, node.inputs[0]);
  const std::optional<Dims> grown = dims_of(after, node.inputs[0]);
  const std::optional<Dims> result = dims_of(before, node.outputs[0]);
  // A target that the graph computes from shapes has followed the batch by itself.
  if (old_target == nullptr || new_target == nullptr || *old_target != *new_target) return {};
  if (!data || !grown || !result) return {};
  const std::optional<std::size_t> axis = batch_axis(*data, *grown, change_);
  if (!axis) return {};
  const std::optional<std::size_t> entry = batch_entry(*data, *axis, *result, change_);
  // -1 takes up the growth by itself, and 0 copies the batch axis if it stands at its place.
  if (!entry || (*new_target)[*entry] == -1 || ((*new_target)[*entry] == 0 && *entry == *axis)) return {};
  Dims target = *new_target;
  target[*entry] = change_.to;
  return replace_target(node, std::move(target), after);
}

Result<void> ReshapeRewriter::check(std::size_t index, const Inference& before,
                                    const Inference& after) const {
  const Node& node = graph_.nodes[index];
  if (!reshapes(node)) return {};
  const std::optional<Dims> data = dims_of(before, node.inputs[0]);
  const std::optional<Dims> grown_data = dims_of(after, node.inputs[0]);
  const std::optional<Dims> result = dims_of(before, node.outputs[0]);
  const std::optional<Dims> grown_result = dims_of(after, node.outputs[0]);
  if (!data || !grown_data || !result || !grown_result || *data == *grown_data) return {};
  const std::optional<std::size_t> from = batch_axis(*data, *grown_data, change_);
  const std::optional<std::size_t> to = batch_axis(*result, *grown_result, change_);
  if (from && to && may_keep_items_apart(*data, *from, *result, *to, change_)) return {};
  return fail(ErrorKind::kBadInput,
              "from " + to_string(*grown_data) + " to " + to_string(*grown_result) + " would mix the items",
              place_of(node, index));
}

Result<void> ReshapeRewriter::replace_target(Node& node, Dims target, Inference& after) {
  if (node.inputs.size() < 2) {
    node.attributes["shape"] = std::move(target);
    return {};
  }
  // A constant of its own: other nodes may use the old one for something else.
  Tensor constant{.name = names_.fresh(node.inputs[1] + "_batch_" + std::to_string(change_.to)),
                  .type = ElementType::kInt64,
                  .dims = {static_cast<std::int64_t>(target.size())},
                  .data = little_endian(target)};
  replaced_.insert(node.inputs[1]);
  node.inputs[1] = constant.name;
  Result<void> added = after.add_constant(constant);
  graph_.initializers.push_back(std::move(constant));
  return added;
}

void ReshapeRewriter::drop_unused() {
  const Uses uses(graph_);
  const auto left_over = [&](const std::string& name) { return replaced_.contains(name) && !uses.any(name); };
  std::erase_if(graph_.initializers, [&](const Tensor& tensor) { return left_over(tensor.name); });
  std::erase_if(graph_.nodes, [&](const Node& node) {
    return node.op_type == "Constant" && node.outputs.size() == 1 && left_over(node.outputs.front());
  });
}

}  // namespace bakeoff::model
