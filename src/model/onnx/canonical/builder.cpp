#include "model/onnx/canonical/builder.h"

#include <iterator>
#include <unordered_set>

#include "model/onnx/canonical/prune.h"
#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {

Builder::Builder(Graph& graph)
    : bytes_left_(kMostNewBytes + static_cast<std::int64_t>(weight_bytes(graph))), names_(graph) {
  for (Tensor& tensor : graph.initializers) add_constant(std::move(tensor));
  graph.initializers.clear();
}

const std::string& Builder::resolved(const std::string& name) const {
  const auto alias = aliases_.find(name);
  return alias == aliases_.end() ? name : alias->second;
}

const Tensor* Builder::constant(const std::string& name) const {
  const auto found = constant_by_name_.find(resolved(name));
  return found == constant_by_name_.end() ? nullptr : found->second;
}

bool Builder::claim(std::int64_t bytes) {
  if (bytes > bytes_left_) return false;
  bytes_left_ -= bytes;
  return true;
}

void Builder::add_alias(const std::string& name, const std::string& of) {
  aliases_.insert_or_assign(name, resolved(of));
}

void Builder::add_constant(Tensor tensor) {
  constants_.push_back(std::move(tensor));
  constant_by_name_.insert_or_assign(constants_.back().name, &constants_.back());
}

void Builder::add_node(Node node, std::vector<ValueInfo> values) {
  for (ValueInfo& value : values) {
    std::string name = value.name;
    values_.insert_or_assign(std::move(name), std::move(value));
  }
  nodes_.push_back(std::move(node));
}

/// A value that has become an output's gets the output's name. Where it must keep its own (a constant, an
/// input or another output), Identity makes the output.
void Builder::name_outputs(const Graph& graph) {
  std::unordered_set<std::string> inputs;
  for (const ValueInfo& input : graph.inputs) inputs.insert(input.name);
  std::unordered_set<std::string> outputs;
  for (const ValueInfo& output : graph.outputs) outputs.insert(output.name);
  Renamed renamed;
  std::vector<Node> identities;
  std::unordered_set<std::string> done;
  for (const ValueInfo& output : graph.outputs) {
    if (!done.insert(output.name).second) continue;
    const std::string& source = resolved(output.name);
    const bool is_constant = constant_by_name_.contains(source);
    if (source == output.name && !is_constant) continue;
    if (source == output.name) renamed.emplace(source, fresh_name(source + "_constant"));
    const bool takes_name = !is_constant && !inputs.contains(source) && !outputs.contains(source);
    if (takes_name && renamed.emplace(source, output.name).second) continue;
    identities.push_back(Node{.name = output.name,
                              .op_type = "Identity",
                              .domain = {},
                              .inputs = {source},
                              .outputs = {output.name},
                              .attributes = {}});
  }
  rename(renamed);
  for (Node& identity : identities) {
    const auto found = renamed.find(identity.inputs.front());
    if (found != renamed.end()) identity.inputs.front() = found->second;
    nodes_.push_back(std::move(identity));
  }
}

void Builder::rename(const Renamed& renamed) {
  const auto apply = [&renamed](std::string& name) {
    const auto found = renamed.find(name);
    if (found != renamed.end()) name = found->second;
  };
  for (Tensor& tensor : constants_) apply(tensor.name);
  for (Node& node : nodes_) {
    for (std::string& input : node.inputs) apply(input);
    for (std::string& output : node.outputs) apply(output);
  }
  for (const auto& [from, to] : renamed) {
    auto value = values_.extract(from);
    if (value.empty()) continue;
    value.mapped().name = to;
    value.key() = to;
    values_.insert(std::move(value));
  }
}

void Builder::finish(Graph& graph) && {
  name_outputs(graph);
  graph.nodes = std::move(nodes_);
  graph.initializers.assign(std::make_move_iterator(constants_.begin()),
                            std::make_move_iterator(constants_.end()));
  prune(graph);
  std::unordered_set<std::string> outputs;
  for (const ValueInfo& output : graph.outputs) outputs.insert(output.name);
  graph.values.clear();
  for (const Node& node : graph.nodes) {
    for (const std::string& name : node.outputs) {
      const auto value = outputs.contains(name) ? values_.end() : values_.find(name);
      if (value != values_.end()) graph.values.push_back(value->second);
    }
  }
}

}  // namespace bakeoff::model::dialect
