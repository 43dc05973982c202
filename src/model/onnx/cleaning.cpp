#include "model/onnx/cleaning.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "model/onnx/names.h"

namespace bakeoff::model {
namespace {

template <typename T>
std::string bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

template <typename T>
Tensor tensor_of(ElementType type, const std::vector<T>& values, const std::vector<std::int64_t>& dims) {
  return {.name = {}, .type = type, .dims = dims, .data = bytes_of(values)};
}

/// The tensor of a Constant node; nothing for strings and sparse values.
std::optional<Tensor> constant_of(const Node& node) {
  if (node.attributes.size() != 1) return std::nullopt;
  const auto& [name, value] = *node.attributes.begin();
  if (const auto* tensor = std::get_if<Tensor>(&value)) return *tensor;
  if (const auto* number = std::get_if<float>(&value)) {
    return tensor_of(ElementType::kFloat, std::vector<float>{*number}, {});
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return tensor_of(ElementType::kInt64, std::vector<std::int64_t>{*number}, {});
  }
  if (const auto* list = std::get_if<std::vector<float>>(&value)) {
    return tensor_of(ElementType::kFloat, *list, {static_cast<std::int64_t>(list->size())});
  }
  if (const auto* list = std::get_if<std::vector<std::int64_t>>(&value)) {
    return tensor_of(ElementType::kInt64, *list, {static_cast<std::int64_t>(list->size())});
  }
  return std::nullopt;
}

std::size_t constants_to_initializers(Graph& graph) {
  std::size_t count = 0;
  std::erase_if(graph.nodes, [&](const Node& node) {
    if (!node.domain.empty() || node.op_type != "Constant" || node.outputs.size() != 1) return false;
    std::optional<Tensor> tensor = constant_of(node);
    if (!tensor) return false;
    tensor->name = node.outputs.front();
    graph.initializers.push_back(std::move(*tensor));
    ++count;
    return true;
  });
  return count;
}

/// Names that must stay: outputs of the graph, and what subgraphs use, where nothing can be renamed.
std::unordered_set<std::string_view> fixed_names(const Graph& graph) {
  std::unordered_set<std::string_view> fixed;
  for (const ValueInfo& output : graph.outputs) fixed.insert(output.name);
  for (const Node& node : graph.nodes) {
    for (const std::string_view name : captures_of(node)) fixed.insert(name);
  }
  return fixed;
}

bool is_dropout_for_inference(const Node& node) {
  if (node.op_type != "Dropout") return false;
  const bool may_train = node.inputs.size() > 2 && !node.inputs[2].empty();
  return !may_train && !node.attributes.contains("is_test");
}

/// The value that the node hands on unchanged under another name; nothing if it does more.
const std::string* handed_on(const Node& node, const Uses& uses) {
  const bool passes = node.op_type == "Identity" || is_dropout_for_inference(node);
  if (!node.domain.empty() || !passes || node.inputs.empty() || node.outputs.empty()) return nullptr;
  for (std::size_t i = 1; i < node.outputs.size(); ++i) {
    if (!node.outputs[i].empty() && uses.any(node.outputs[i])) return nullptr;
  }
  return &node.inputs.front();
}

std::size_t bypass(Graph& graph) {
  const std::unordered_set<std::string_view> fixed = fixed_names(graph);
  const Uses uses(graph);
  std::unordered_map<std::string, std::string> stands_for;
  // Nodes are in topological order, so that chains of them end at their first value.
  std::vector<Node> kept;
  for (Node& node : graph.nodes) {
    for (std::string& input : node.inputs) {
      if (const auto found = stands_for.find(input); found != stands_for.end()) input = found->second;
    }
    const std::string* value = handed_on(node, uses);
    if (value != nullptr && !fixed.contains(node.outputs.front())) {
      stands_for[node.outputs.front()] = *value;
    } else {
      kept.push_back(std::move(node));
    }
  }
  graph.nodes = std::move(kept);
  return stands_for.size();
}

std::size_t drop_dead_nodes(Graph& graph) {
  std::unordered_set<std::string> needed;
  for (const ValueInfo& output : graph.outputs) needed.insert(output.name);
  std::vector<Node> kept;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    const auto is_needed = [&](const std::string& output) { return needed.contains(output); };
    if (std::none_of(node->outputs.begin(), node->outputs.end(), is_needed)) continue;
    needed.insert(node->inputs.begin(), node->inputs.end());
    for (const std::string_view name : captures_of(*node)) needed.emplace(name);
    kept.push_back(std::move(*node));
  }
  const std::size_t dropped = graph.nodes.size() - kept.size();
  std::reverse(kept.begin(), kept.end());
  graph.nodes = std::move(kept);
  return dropped;
}

void drop_unmade_values(Graph& graph) {
  std::unordered_set<std::string_view> made;
  for (const Node& node : graph.nodes) made.insert(node.outputs.begin(), node.outputs.end());
  std::erase_if(graph.values, [&](const ValueInfo& value) { return !made.contains(value.name); });
}

}  // namespace

Dropped drop_unused_initializers(Graph& graph) {
  const Uses uses(graph);
  Dropped dropped;
  const auto unused = [&](const std::string& name, std::size_t bytes) {
    if (uses.any(name)) return false;
    ++dropped.count;
    dropped.bytes += bytes;
    return true;
  };
  std::erase_if(graph.initializers,
                [&](const Tensor& tensor) { return unused(tensor.name, tensor.data.size()); });
  std::erase_if(graph.opaque_initializers,
                [&](const OpaqueTensor& tensor) { return unused(tensor.name, tensor.bytes.size()); });
  return dropped;
}

Cleaned clean(Graph graph) {
  std::vector<std::string> changes;
  const auto say = [&changes](const std::string& what, std::size_t count, const std::string& more = {}) {
    if (count > 0) changes.push_back(what + ": " + std::to_string(count) + more);
  };
  say("initializers no longer listed as inputs", graph.overridable.size());
  graph.overridable.clear();
  // What is not needed must not keep anything else; what is bypassed leaves operands that nobody needs.
  std::size_t dead = drop_dead_nodes(graph);
  say("Constant nodes made initializers", constants_to_initializers(graph));
  std::size_t bypassed = 0;
  for (std::size_t more = bypass(graph); more > 0; more = bypass(graph)) {
    bypassed += more;
    dead += drop_dead_nodes(graph);
  }
  say("Identity and Dropout nodes bypassed", bypassed);
  say("nodes that no output needs taken out", dead);
  const Dropped dropped = drop_unused_initializers(graph);
  say("unused initializers taken out", dropped.count, " (" + std::to_string(dropped.bytes) + " bytes)");
  drop_unmade_values(graph);
  return {.graph = std::move(graph), .changes = std::move(changes)};
}

}  // namespace bakeoff::model
