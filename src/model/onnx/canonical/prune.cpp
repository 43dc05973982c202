#include "model/onnx/canonical/prune.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace bakeoff::model::dialect {
namespace {

void drop_unused_outputs(Node& node, const std::unordered_set<std::string>& used) {
  for (std::string& output : node.outputs) {
    if (!used.contains(output)) output.clear();
  }
  while (node.outputs.back().empty()) node.outputs.pop_back();
}

}  // namespace

void prune(Graph& graph) {
  std::unordered_set<std::string> used;
  for (const ValueInfo& output : graph.outputs) used.insert(output.name);
  std::vector<Node> kept;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    const bool is_used = std::any_of(node->outputs.begin(), node->outputs.end(),
                                     [&used](const std::string& name) { return used.contains(name); });
    if (!is_used) continue;
    if (node->op_type != "Split") drop_unused_outputs(*node, used);
    for (const std::string& input : node->inputs) {
      if (!input.empty()) used.insert(input);
    }
    kept.push_back(std::move(*node));
  }
  std::reverse(kept.begin(), kept.end());
  graph.nodes = std::move(kept);
  std::erase_if(graph.initializers, [&used](const Tensor& tensor) { return !used.contains(tensor.name); });
}

}  // namespace bakeoff::model::dialect
