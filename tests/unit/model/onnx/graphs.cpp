#include "unit/model/onnx/graphs.h"

#include <cstring>

#include "model/onnx/counts.h"

namespace bakeoff::model {

ValueInfo value(const std::string& name, const std::vector<std::int64_t>& dims) {
  ValueInfo info{.name = name, .type = ElementType::kFloat, .shape = Shape{}};
  for (const std::int64_t dim : dims) {
    info.shape->push_back(dim < 0 ? Dim{} : Dim{.value = dim, .name = {}});
  }
  return info;
}

Tensor weights(const std::string& name, const std::vector<std::int64_t>& dims) {
  const auto bytes = static_cast<std::size_t>(*byte_count(ElementType::kFloat, dims));
  return Tensor{.name = name, .type = ElementType::kFloat, .dims = dims, .data = std::string(bytes, '\0')};
}

Tensor integers_tensor(const std::string& name, const std::vector<std::int64_t>& values) {
  Tensor tensor{.name = name,
                .type = ElementType::kInt64,
                .dims = {static_cast<std::int64_t>(values.size())},
                .data = std::string(8 * values.size(), '\0')};
  if (!values.empty()) std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  return tensor;
}

Node node(const std::string& op_type, std::vector<std::string> inputs, std::vector<std::string> outputs,
          std::map<std::string, Attribute> attributes) {
  return Node{.name = outputs.front(),
              .op_type = op_type,
              .domain = {},
              .inputs = std::move(inputs),
              .outputs = std::move(outputs),
              .attributes = std::move(attributes)};
}

Graph graph_of(std::vector<ValueInfo> inputs, std::vector<Tensor> initializers, std::vector<Node> nodes) {
  Graph graph;
  graph.name = "test";
  graph.inputs = std::move(inputs);
  graph.initializers = std::move(initializers);
  graph.nodes = std::move(nodes);
  for (const std::string& output : graph.nodes.back().outputs) {
    graph.outputs.push_back(ValueInfo{.name = output, .type = ElementType::kFloat, .shape = {}});
  }
  return graph;
}

}  // namespace bakeoff::model
