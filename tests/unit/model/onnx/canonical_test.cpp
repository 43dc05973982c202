#include "model/onnx/canonical.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/onnx/counts.h"
#include "unit/model/onnx/dialect.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Integers = std::vector<std::int64_t>;

constexpr std::int64_t kHuge = std::int64_t{1} << 30;

Graph in_dialect(Graph graph, std::int64_t opset = 17) {
  graph.opset = opset;
  const Result<Graph> result = canonical(graph);
  EXPECT_TRUE(result) << to_string(result.error());
  if (!result) return {};
  EXPECT_THAT(dialect_faults(graph, *result), IsEmpty());
  return *result;
}

std::string refusal(Graph graph, std::int64_t opset = 17) {
  graph.opset = opset;
  const Result<Graph> result = canonical(graph);
  return result ? "none" : to_string(result.error());
}

std::vector<std::string> operators_of(const Graph& graph) {
  std::vector<std::string> names;
  for (const Node& node : graph.nodes) names.push_back(node.op_type);
  return names;
}

/// The constant that makes the only output.
Tensor constant_of(const Graph& graph) {
  EXPECT_THAT(operators_of(graph), ElementsAre("Identity"));
  EXPECT_EQ(graph.initializers.size(), 1U);
  return graph.initializers.empty() ? Tensor{} : graph.initializers.front();
}

Tensor bytes_tensor(const std::string& name, const Integers& dims, const std::string& data) {
  return Tensor{.name = name, .type = ElementType::kUint8, .dims = dims, .data = data};
}

TEST(Canonical, FoldsTheShapeArithmeticOfExporters) {
  // x.view(x.size(0), -1), as PyTorch writes it.
  const Graph graph = in_dialect(graph_of({value("x", {2, 3, 4})},
                                          {integers_tensor("zero", {0}), integers_tensor("rest", {-1})},
                                          {node("Shape", {"x"}, {"s"}), node("Gather", {"s", "zero"}, {"n"}),
                                           node("Concat", {"n", "rest"}, {"t"}, {{"axis", std::int64_t{0}}}),
                                           node("Reshape", {"x", "t"}, {"y"})}));
  EXPECT_THAT(operators_of(graph), ElementsAre("Reshape"));
  EXPECT_EQ(std::get<Integers>(graph.nodes[0].attributes.at("shape")), (Integers{2, 12}));
  EXPECT_THAT(graph.initializers, IsEmpty());
}

TEST(Canonical, TakesOutWhatDoesNothing) {
  const Graph graph = in_dialect(
      graph_of({value("x", {2, 1})}, {weights("unused", {3}), integers_tensor("same", {2, 1})},
               {node("Identity", {"x"}, {"a"}), node("Dropout", {"a"}, {"b", "mask"}),
                node("Cast", {"b"}, {"c"}, {{"to", std::int64_t{1}}}), node("Exp", {"c"}, {"dead"}),
                node("Reshape", {"c", "same"}, {"d"}), node("Relu", {"d"}, {"r"}),
                node("Transpose", {"r"}, {"y"}, {{"perm", Integers{0, 1}}})}));
  EXPECT_THAT(operators_of(graph), ElementsAre("Relu"));
  EXPECT_THAT(graph.nodes[0].inputs, ElementsAre("x"));
  EXPECT_THAT(graph.nodes[0].outputs, ElementsAre("y"));
  EXPECT_THAT(graph.initializers, IsEmpty());
}

TEST(Canonical, KeepsTheNamesOfOutputsThatAreTheSame) {
  Graph graph =
      graph_of({value("x", {2})}, {weights("w", {2})},
               {node("Relu", {"x"}, {"r"}), node("Identity", {"r"}, {"a"}), node("Identity", {"r"}, {"b"}),
                node("Identity", {"x"}, {"c"}), node("Sigmoid", {"r"}, {"d"})});
  graph.outputs.clear();
  for (const char* name : {"a", "b", "c", "d", "w", "x"})
    graph.outputs.push_back(ValueInfo{.name = name, .type = {}, .shape = {}});
  const Graph result = in_dialect(graph);
  EXPECT_THAT(operators_of(result), ElementsAre("Relu", "Sigmoid", "Identity", "Identity", "Identity"));
  EXPECT_THAT(result.nodes[0].outputs, ElementsAre("a"));
  EXPECT_THAT(result.nodes[1].inputs, ElementsAre("a"));
  EXPECT_THAT(result.nodes[2].inputs, ElementsAre("a"));
  EXPECT_THAT(result.nodes[3].inputs, ElementsAre("x"));
  EXPECT_THAT(result.nodes[4].outputs, ElementsAre("w"));
}

TEST(Canonical, MovesConstants) {
  const Tensor matrix = bytes_tensor("m", {2, 3}, "abcdef");
  const auto moved = [&matrix](const std::string& op_type, const std::vector<Tensor>& more,
                               const std::map<std::string, Attribute>& attributes) {
    std::vector<Tensor> constants = {matrix};
    std::vector<std::string> inputs = {"m"};
    for (const Tensor& tensor : more) {
      constants.push_back(tensor);
      inputs.push_back(tensor.name);
    }
    return constant_of(in_dialect(graph_of({}, constants, {node(op_type, inputs, {"y"}, attributes)}))).data;
  };
  EXPECT_EQ(moved("Transpose", {}, {}), "adbecf");
  EXPECT_EQ(moved("Reshape", {integers_tensor("to", {3, -1})}, {}), "abcdef");
  EXPECT_EQ(moved("Expand", {integers_tensor("to", {2, 1, 3})}, {}), "abcdefabcdef");
  EXPECT_EQ(moved("Tile", {integers_tensor("by", {2, 2})}, {}), "abcabcdefdefabcabcdefdef");
  EXPECT_EQ(moved("Gather", {integers_tensor("at", {-1, 0})}, {{"axis", std::int64_t{1}}}), "cafd");
  EXPECT_EQ(moved("Concat", {bytes_tensor("n", {2, 1}, "xy")}, {{"axis", std::int64_t{-1}}}), "abcxdefy");
  EXPECT_EQ(moved("Slice",
                  {integers_tensor("from", {-1, 0}), integers_tensor("to", {-9, 2}),
                   integers_tensor("axes", {1, 0}), integers_tensor("by", {-2, 1})},
                  {}),
            "cafd");
}

TEST(Canonical, SplitsConstants) {
  Graph graph = graph_of({}, {bytes_tensor("m", {2, 3}, "abcdef"), integers_tensor("parts", {1, 2})},
                         {node("Split", {"m", "parts"}, {"a", "b"}, {{"axis", std::int64_t{1}}})});
  const Graph result = in_dialect(graph);
  ASSERT_EQ(result.initializers.size(), 2U);
  EXPECT_EQ(result.initializers[0].data, "ad");
  EXPECT_EQ(result.initializers[1].data, "bcef");
}

TEST(Canonical, ComputesConstantsPastShapeArithmetic) {
  const Graph ones = in_dialect(
      graph_of({}, {integers_tensor("dims", {300, 2})},
               {node("ConstantOfShape", {"dims"}, {"y"}, {{"value", bytes_tensor("", {1}, "\1")}})}));
  EXPECT_EQ(constant_of(ones).data, std::string(600, '\1'));
  const Tensor zero =
      Tensor{.name = "zero", .type = ElementType::kInt64, .dims = {}, .data = std::string(8, '\0')};
  Tensor limit = integers_tensor("limit", {1000});
  Tensor step = integers_tensor("step", {2});
  limit.dims.clear();
  step.dims.clear();
  Integers expected;
  for (std::int64_t i = 0; i < 1000; i += 2) expected.push_back(i);
  EXPECT_EQ(constant_of(in_dialect(graph_of({}, {zero, limit, step},
                                            {node("Range", {"zero", "limit", "step"}, {"y"})})))
                .data,
            integers_tensor("", expected).data);
  const Graph eye = in_dialect(
      graph_of({value("x", {2, 3})}, {},
               {node("EyeLike", {"x"}, {"y"}, {{"k", std::int64_t{1}}, {"dtype", std::int64_t{2}}})}));
  EXPECT_EQ(constant_of(eye).data, std::string("\0\1\0\0\0\1", 6));
}

TEST(Canonical, RoundsFoldedFloatsAsTheirTypeDoes) {
  // 16777216 + 1 is no float: the sum stays, and the difference is 0.
  Tensor large = weights("large", {1});
  Tensor one = weights("one", {1});
  const float values[] = {16777216.0F, 1.0F};
  std::copy_n(reinterpret_cast<const char*>(&values[0]), 4, large.data.begin());
  std::copy_n(reinterpret_cast<const char*>(&values[1]), 4, one.data.begin());
  const Graph graph = in_dialect(graph_of(
      {}, {large, one}, {node("Add", {"large", "one"}, {"sum"}), node("Sub", {"sum", "large"}, {"y"})}));
  EXPECT_EQ(constant_of(graph).data, std::string(4, '\0'));
}

TEST(Canonical, RefusesWhatItCannotTell) {
  EXPECT_THAT(refusal(graph_of({value("x", {2, -1})}, {}, {node("Relu", {"x"}, {"y"})})),
              HasSubstr("input 'x': its shape is not fixed"));
  EXPECT_THAT(refusal(graph_of({value("x", {2})}, {}, {node("Relu", {"x"}, {"y"})}), 6),
              HasSubstr("opset 6"));
  Graph graph = graph_of({value("x", {6}), value("to", {2})}, {}, {node("Reshape", {"x", "to"}, {"y"})});
  graph.inputs[1].type = ElementType::kInt64;
  EXPECT_THAT(refusal(graph), HasSubstr("node 0 'y' (Reshape): the shape of 'y' depends on data"));
  EXPECT_THAT(refusal(graph_of({value("x", {2})}, {}, {node("Unheard", {"x"}, {"y"})})),
              HasSubstr("'Unheard'"));
  // What nothing needs is not asked.
  graph = graph_of({value("x", {2})}, {}, {node("Unheard", {"x"}, {"z"}), node("Relu", {"x"}, {"y"})});
  EXPECT_EQ(refusal(graph), "none");
}

TEST(Canonical, RefusesWhatHoldsNoNumbers) {
  // The reader carries strings and sparse tensors along without looking at them.
  const OpaqueTensor words{.name = "words", .bytes = {}, .sparse = false};
  Graph graph = graph_of({value("x", {2})}, {}, {node("PRelu", {"x", "words"}, {"y"})});
  graph.opaque_initializers = {words};
  EXPECT_THAT(refusal(graph), HasSubstr("(PRelu): uses 'words', which holds no numbers"));
  graph.nodes = {node("Relu", {"x"}, {"y"})};
  EXPECT_THAT(in_dialect(graph).opaque_initializers, IsEmpty());
  graph.outputs.push_back(ValueInfo{.name = "words", .type = {}, .shape = {}});
  EXPECT_THAT(refusal(graph), HasSubstr("output 'words': holds no numbers"));
}

TEST(Canonical, ComputesNoGiganticConstants) {
  const std::vector<Tensor> huge = {weights("w", {1}), integers_tensor("huge", {kHuge})};
  EXPECT_THAT(refusal(graph_of({}, huge, {node("ConstantOfShape", {"huge"}, {"y"})})),
              HasSubstr("is too large"));
  // Those that only repeat stay as nodes, up to what no machine holds.
  EXPECT_THAT(operators_of(in_dialect(graph_of({}, huge, {node("Expand", {"w", "huge"}, {"y"})}))),
              ElementsAre("Expand"));
  EXPECT_THAT(operators_of(in_dialect(graph_of({}, huge, {node("Tile", {"w", "huge"}, {"y"})}))),
              ElementsAre("Tile"));
  const std::vector<Tensor> beyond = {weights("w", {1, 1}), integers_tensor("huge", {kHuge, kHuge})};
  for (const char* op_type : {"Expand", "Tile"}) {
    EXPECT_THAT(refusal(graph_of({}, beyond, {node(op_type, {"w", "huge"}, {"y"})})), HasSubstr("too large"));
  }
}

TEST(Canonical, LimitsConstantsAllTogether) {
  // Each is small enough, and so are 32 of them; a thousand would be 32 GiB.
  std::vector<Node> nodes;
  for (int i = 0; i < 1000; ++i)
    nodes.push_back(node("ConstantOfShape", {"size"}, {"c" + std::to_string(i)}));
  std::vector<std::string> all;
  for (const Node& each : nodes) all.push_back(each.outputs.front());
  nodes.push_back(node("Sum", all, {"y"}));
  EXPECT_THAT(refusal(graph_of({}, {integers_tensor("size", {std::int64_t{1} << 23})}, nodes)),
              HasSubstr("node 32"));
}

}  // namespace
}  // namespace bakeoff::model
