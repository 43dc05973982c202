#include "unit/model/onnx/uses.h"

#include <gmock/gmock.h>

#include <cstring>

#include "model/onnx/canonical.h"
#include "unit/model/onnx/dialect.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::IsEmpty;

Graph graph_with(const Use& use) {
  std::vector<std::string> inputs = {"x"};
  for (const Tensor& constant : use.constants) inputs.push_back(constant.name);
  Graph graph =
      graph_of({value("x", use.x)}, use.constants, {node(use.op_type, inputs, use.outputs, use.attributes)});
  graph.opset = use.opset;
  return graph;
}

}  // namespace

Graph canonical_of(const Use& use) {
  const Graph graph = graph_with(use);
  const Result<Graph> result = canonical(graph);
  EXPECT_TRUE(result) << to_string(result.error());
  if (!result) return {};
  EXPECT_THAT(dialect_faults(graph, *result), IsEmpty());
  return *result;
}

Node node_of(const Use& use) {
  const Graph graph = canonical_of(use);
  EXPECT_EQ(graph.nodes.size(), 1U);
  return graph.nodes.empty() ? Node{} : graph.nodes.front();
}

std::string refusal_of(const Use& use) {
  const Result<Graph> result = canonical(graph_with(use));
  return result ? "none" : to_string(result.error());
}

Tensor floats_tensor(const std::string& name, const Integers& dims, const Floats& values) {
  Tensor tensor = weights(name, dims);
  if (!values.empty()) std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  return tensor;
}

Tensor scalar(const std::string& name, float number) {
  return floats_tensor(name, {}, {number});
}

}  // namespace bakeoff::model
