#include "model/onnx/names.h"

namespace bakeoff::model {

Names::Names(const Graph& graph) {
  for (const ValueInfo& input : graph.inputs) taken_.insert(input.name);
  for (const Tensor& tensor : graph.initializers) taken_.insert(tensor.name);
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
  for (const Node& node : graph.nodes) used_.insert(node.inputs.begin(), node.inputs.end());
  for (const ValueInfo& output : graph.outputs) used_.insert(output.name);
}

}  // namespace bakeoff::model
