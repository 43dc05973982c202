#include "model/onnx/opset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "model/onnx/shapes.h"
#include "unit/model/onnx/graphs.h"

// That what they mean stays the same is held by the runtimes: tests/unit/adapters/networks_test.cpp.
namespace bakeoff::model {
namespace {

using Ints = std::vector<std::int64_t>;
using Strings = std::vector<std::string>;

Graph raised(Node one, Ints dims, std::int64_t opset, std::vector<Tensor> initializers = {}) {
  Graph graph = graph_of({value("x", dims)}, std::move(initializers), {std::move(one)});
  graph.opset = opset;
  const Graph before = infer_shapes(graph).value();
  const Result<Graph> result = raise_opset(graph);
  EXPECT_TRUE(result.has_value()) << to_string(result.error());
  EXPECT_EQ(result->opset, 22);
  EXPECT_GE(result->ir_version, 10);
  // The shapes are read by opset too: the same from either form.
  Graph again = *result;
  again.values.clear();
  for (ValueInfo& output : again.outputs) output.shape.reset();
  const Result<Graph> after = infer_shapes(again);
  EXPECT_TRUE(after.has_value()) << to_string(after.error());
  EXPECT_EQ(after->outputs, before.outputs);
  return *result;
}

Ints integers_of(const Graph& graph, const std::string& name) {
  for (const Tensor& tensor : graph.initializers) {
    if (tensor.name != name) continue;
    EXPECT_EQ(tensor.type, ElementType::kInt64);
    Ints values(tensor.data.size() / 8);
    std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
    return values;
  }
  return {};
}

TEST(RaiseOpset, AxesBecomeAnInput) {
  for (const char* op : {"ReduceMean", "ReduceSum", "Squeeze", "Unsqueeze"}) {
    const Graph graph = raised(node(op, {"x"}, {"y"}, {{"axes", Ints{1}}}), {3, 1, 4}, 11);
    ASSERT_EQ(graph.nodes[0].inputs.size(), 2U) << op;
    EXPECT_EQ(integers_of(graph, graph.nodes[0].inputs[1]), Ints{1});
    EXPECT_FALSE(graph.nodes[0].attributes.contains("axes"));
  }
  EXPECT_EQ(raised(node("ReduceMax", {"x"}, {"y"}), {3, 1, 4}, 12).nodes[0].inputs, (Strings{"x"}));
}

TEST(RaiseOpset, SplitNamesItsLengthsOrTheirNumber) {
  const Graph lengths = raised(node("Split", {"x"}, {"y", "z"}, {{"split", Ints{1, 3}}}), {4}, 12);
  EXPECT_EQ(integers_of(lengths, lengths.nodes[0].inputs.at(1)), (Ints{1, 3}));
  EXPECT_FALSE(lengths.nodes[0].attributes.contains("num_outputs"));
  const Graph number = raised(node("Split", {"x"}, {"y", "z"}), {4}, 13);
  EXPECT_EQ(std::get<std::int64_t>(number.nodes[0].attributes.at("num_outputs")), 2);
}

TEST(RaiseOpset, SliceGetsAllItsAxes) {
  const Graph graph =
      raised(node("Slice", {"x"}, {"y"}, {{"starts", Ints{1, 0}}, {"ends", Ints{3, -1}}}), {4, 4}, 9);
  ASSERT_EQ(graph.nodes[0].inputs.size(), 4U);
  EXPECT_EQ(integers_of(graph, graph.nodes[0].inputs[1]), (Ints{1, 0}));
  EXPECT_EQ(integers_of(graph, graph.nodes[0].inputs[2]), (Ints{3, -1}));
  EXPECT_EQ(integers_of(graph, graph.nodes[0].inputs[3]), (Ints{0, 1}));
  EXPECT_TRUE(graph.nodes[0].attributes.empty());
}

TEST(RaiseOpset, OneBoundOfClipLeavesTheOtherOut) {
  const Graph graph = raised(node("Clip", {"x"}, {"y"}, {{"max", 6.0F}}), {4}, 7);
  EXPECT_EQ(graph.nodes[0].inputs, (Strings{"x", "", "y_max"}));
}

TEST(RaiseOpset, UpsampleBecomesResize) {
  const Graph graph =
      raised(node("Upsample", {"x"}, {"y"}, {{"scales", std::vector<float>{1, 1, 2, 2}}}), {1, 1, 2, 2}, 7);
  EXPECT_EQ(graph.nodes[0].op_type, "Resize");
  EXPECT_EQ(graph.nodes[0].inputs, (Strings{"x", "", "y_scales"}));
  EXPECT_EQ(std::get<std::string>(graph.nodes[0].attributes.at("nearest_mode")), "floor");
}

TEST(RaiseOpset, SoftmaxOfSeveralAxesIsFlattenedAround) {
  EXPECT_EQ(raised(node("Softmax", {"x"}, {"y"}), {2, 5}, 12).nodes.size(), 1U);
  EXPECT_EQ(raised(node("Softmax", {"x"}, {"y"}), {2, 5, 3, 3}, 12).nodes.size(), 4U);
  EXPECT_EQ(raised(node("Softmax", {"x"}, {"y"}), {2, 5, 3, 3}, 13).nodes.size(), 1U);
}

TEST(RaiseOpset, StatisticsOfEveryElementAreRefused) {
  Graph graph = graph_of(
      {value("x", {1, 4, 8, 8})},
      {weights("s", {4}), weights("b", {4}), weights("m", {4}), weights("v", {4})},
      {node("BatchNormalization", {"x", "s", "b", "m", "v"}, {"y"}, {{"spatial", std::int64_t{0}}})});
  graph.opset = 7;
  const Result<Graph> refused = raise_opset(graph);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(refused.error().where, ::testing::HasSubstr("BatchNormalization"));
  graph.nodes[0].attributes["spatial"] = std::int64_t{1};
  EXPECT_TRUE(raise_opset(graph)->nodes[0].attributes.empty());
}

TEST(RaiseOpset, ANewGraphComesBackAsItIs) {
  Graph graph = graph_of({value("x", {4})}, {}, {node("Relu", {"x"}, {"y"})});
  graph.opset = 22;
  EXPECT_EQ(raise_opset(graph).value(), graph);
}

}  // namespace
}  // namespace bakeoff::model
