#include "model/onnx/boundary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/onnx/rewrite.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Graph narrow() {
  Graph graph =
      graph_of({value("x", {1, 4})}, {}, {node("Relu", {"x"}, {"y"}), node("Add", {"y", "x"}, {"z"})});
  graph.inputs[0].type = ElementType::kFloat16;
  graph.outputs = {ValueInfo{.name = "y", .type = ElementType::kUndefined, .shape = {}},
                   ValueInfo{.name = "z", .type = ElementType::kFloat16, .shape = {}}};
  return with_batch(std::move(graph), 1).value();
}

TEST(Boundary, LeavesFloat32AndIntegersAlone) {
  Graph graph = graph_of({value("x", {1, 4})}, {}, {node("Relu", {"x"}, {"y"})});
  const Graph before = graph;
  EXPECT_THAT(widen_boundary(graph), IsEmpty());
  EXPECT_EQ(graph, before);
}

TEST(Boundary, PutsCastsBehindInputsAndBeforeOutputs) {
  Graph graph = narrow();
  EXPECT_THAT(widen_boundary(graph), ElementsAre(HasSubstr("input 'x' is float16"), HasSubstr("output 'y'"),
                                                 HasSubstr("output 'z'")));
  EXPECT_EQ(graph.inputs[0].type, ElementType::kFloat);
  ASSERT_EQ(graph.nodes.size(), 5U);
  EXPECT_EQ(graph.nodes[0].attributes.at("to"), Attribute(std::int64_t{10}));
  EXPECT_THAT(graph.nodes[0].inputs, ElementsAre("x"));
  EXPECT_THAT(graph.nodes[1].inputs, ElementsAre("x_float16"));
  EXPECT_THAT(graph.nodes[2].inputs, ElementsAre("y_float16", "x_float16"));
  EXPECT_THAT(graph.nodes[3].outputs, ElementsAre("y"));
  EXPECT_EQ(graph.nodes[3].attributes.at("to"), Attribute(std::int64_t{1}));
  for (const ValueInfo& output : graph.outputs) EXPECT_EQ(output.type, ElementType::kFloat);
  // The types follow from the nodes: inference agrees with what was written down.
  EXPECT_EQ(with_batch(graph, 1)->outputs, graph.outputs);
}

TEST(Boundary, RenamesOutsideWhereASubgraphUsesTheName) {
  Graph graph = narrow();
  Node branch = node("If", {"c"}, {"w"});
  branch.attributes["then_branch"] = Opaque{.bytes = "", .captures = {"x", "y"}};
  graph.nodes.push_back(branch);
  EXPECT_EQ(widen_boundary(graph).size(), 3U);
  EXPECT_EQ(graph.inputs[0].name, "x_float16");
  EXPECT_THAT(graph.nodes[0].outputs, ElementsAre("x"));
  EXPECT_EQ(graph.outputs[0].name, "y_float16");
  EXPECT_EQ(graph.outputs[1].name, "z");
}

}  // namespace
}  // namespace bakeoff::model
