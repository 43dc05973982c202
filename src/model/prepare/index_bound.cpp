#include "model/prepare/index_bound.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace bakeoff::model {
namespace {

// Operators whose outputs hold values of their first input, moved but not changed.
constexpr std::array<std::string_view, 11> kMoving{"Cast",      "Expand", "Flatten",  "Identity",
                                                   "Reshape",   "Slice",  "Split",    "Squeeze",
                                                   "Transpose", "Tile",   "Unsqueeze"};

bool moves(const Node& node, std::size_t operand) {
  if (!node.domain.empty()) return false;
  if (node.op_type == "Concat") return true;
  const bool gathers = node.op_type == "Gather" || node.op_type == "GatherElements";
  return operand == 0 &&
         (gathers || std::find(kMoving.begin(), kMoving.end(), node.op_type) != kMoving.end());
}

bool selects(const Node& node, std::size_t operand) {
  return operand == 1 && node.domain.empty() &&
         (node.op_type == "Gather" || node.op_type == "GatherElements");
}

std::optional<Shape> shape_of(const Graph& graph, const std::string& name) {
  for (const Tensor& tensor : graph.initializers) {
    if (tensor.name != name) continue;
    Shape shape;
    for (const std::int64_t dim : tensor.dims) shape.push_back({.value = dim, .name = {}});
    return shape;
  }
  for (const std::vector<ValueInfo>* known : {&graph.inputs, &graph.values}) {
    for (const ValueInfo& value : *known) {
      if (value.name == name) return value.shape;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> rows(const Graph& graph, const Node& gather) {
  const std::optional<Shape> shape = shape_of(graph, gather.inputs[0]);
  if (!shape) return std::nullopt;
  std::int64_t axis = 0;
  if (const auto found = gather.attributes.find("axis"); found != gather.attributes.end()) {
    if (const auto* number = std::get_if<std::int64_t>(&found->second)) axis = *number;
  }
  const auto rank = static_cast<std::int64_t>(shape->size());
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) return std::nullopt;
  return (*shape)[static_cast<std::size_t>(axis)].value;
}

}  // namespace

std::optional<std::int64_t> index_bound(const Graph& graph, const std::string& input) {
  // Nodes are in topological order, so one pass sees every value before it is used.
  std::unordered_set<std::string_view> carriers{input};
  std::optional<std::int64_t> bound;
  for (const Node& node : graph.nodes) {
    for (std::size_t operand = 0; operand < node.inputs.size(); ++operand) {
      if (!carriers.contains(node.inputs[operand])) continue;
      if (moves(node, operand)) carriers.insert(node.outputs.begin(), node.outputs.end());
      if (!selects(node, operand)) continue;
      const std::optional<std::int64_t> table = rows(graph, node);
      if (table && *table > 0) bound = std::min(bound.value_or(*table), *table);
    }
  }
  return bound;
}

}  // namespace bakeoff::model
