#include "model/onnx/shapes.h"

#include <unordered_map>
#include <unordered_set>

#include "model/onnx/shapes/conclude.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model {
namespace {

using shapes::Inference;
using shapes::Known;

/// What inference found; where that is nothing, what the file said.
ValueInfo told(const std::string& name, const Known& known, const ValueInfo* declared) {
  ValueInfo value{.name = name, .type = known.type, .shape = known.shape};
  if (value.type == ElementType::kUndefined && declared != nullptr) value.type = declared->type;
  if (declared == nullptr || !declared->shape) return value;
  if (!value.shape) {
    value.shape = declared->shape;
  } else if (value.shape->size() == declared->shape->size()) {
    for (std::size_t i = 0; i < value.shape->size(); ++i) {
      Dim& axis = (*value.shape)[i];
      if (!axis.value && axis.name.empty()) axis = (*declared->shape)[i];
    }
  }
  return value;
}

}  // namespace

void shapes::conclude(const Inference& inference, Graph& graph) {
  std::unordered_map<std::string_view, const ValueInfo*> declared;
  for (const ValueInfo& value : graph.values) declared.emplace(value.name, &value);
  std::unordered_set<std::string_view> outputs;
  for (ValueInfo& output : graph.outputs) {
    if (const Known* known = inference.find(output.name)) output = told(output.name, *known, &output);
    outputs.insert(output.name);  // the name that stays: told() brings a new string
  }
  std::vector<ValueInfo> values;
  for (const Node& node : graph.nodes) {
    for (const std::string& name : node.outputs) {
      const Known* known = name.empty() || outputs.contains(name) ? nullptr : inference.find(name);
      if (known == nullptr) continue;
      const auto said = declared.find(name);
      ValueInfo value = told(name, *known, said == declared.end() ? nullptr : said->second);
      if (value.type != ElementType::kUndefined) values.push_back(std::move(value));
    }
  }
  graph.values = std::move(values);
}

Result<Graph> infer_shapes(Graph graph) {
  Result<Inference> inference = Inference::start(graph);
  if (!inference) return tl::unexpected(inference.error());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Result<void> added = inference->add(graph.nodes[i], i);
    if (!added) return tl::unexpected(added.error());
  }
  shapes::conclude(*inference, graph);
  return graph;
}

Result<Graph> infer_known_shapes(Graph graph) {
  Result<Inference> inference = Inference::start(graph);
  if (!inference) return tl::unexpected(inference.error());
  std::unordered_map<std::string_view, const ValueInfo*> declared;
  for (const ValueInfo& value : graph.values) declared.emplace(value.name, &value);
  for (const ValueInfo& output : graph.outputs) declared.emplace(output.name, &output);
  const auto find = [&](const std::string& name) {
    const auto found = declared.find(name);
    return found == declared.end() ? nullptr : found->second;
  };
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Result<void> added = inference->add_as_far_as_known(graph.nodes[i], i, find);
    if (!added) return tl::unexpected(added.error());
  }
  shapes::conclude(*inference, graph);
  return graph;
}

std::vector<std::string> shape_operators() {
  std::vector<std::string> names;
  for (const auto& [name, op] : shapes::operators()) names.emplace_back(name);
  return names;
}

}  // namespace bakeoff::model
