#include "model/onnx/names.h"

namespace bakeoff::model {

std::vector<std::string_view> captures_of(const Node& node) {
  std::vector<std::string_view> captures;
  for (const auto& [name, attribute] : node.attributes) {
    if (const auto* opaque = std::get_if<Opaque>(&attribute)) {
      captures.insert(captures.end(), opaque->captures.begin(), opaque->captures.end());
    }
  }
  return captures;
}

Names::Names(const Graph& graph) {
  for (const ValueInfo& input : graph.inputs) taken_.insert(input.name);
  for (const Tensor& tensor : graph.initializers) taken_.insert(tensor.name);
  for (const OpaqueTensor& tensor : graph.opaque_initializers) taken_.insert(tensor.name);
  for (const Node& node : graph.nodes) {
    taken_.insert(node.name);
    taken_.insert(node.outputs.begin(), node.outputs.end());
  }
}

std::string Names::fresh(const std::string& wanted) {
  std::string name = wanted;
  for (int i = 2; !taken_.insert(name).second; ++i) name = wanted + "_" + std::to_string(i);
  return name;
}

Uses::Uses(const Graph& graph) {
  for (const Node& node : graph.nodes) {
    used_.insert(node.inputs.begin(), node.inputs.end());
    for (const std::string_view name : captures_of(node)) used_.emplace(name);
  }
  for (const ValueInfo& output : graph.outputs) used_.insert(output.name);
}

}  // namespace bakeoff::model
