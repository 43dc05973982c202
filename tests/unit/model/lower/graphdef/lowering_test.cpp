// What graphs become in TensorFlow: which operations, and where axes are moved.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "model/lower/graphdef/to_graphdef.h"
#include "model/onnx/canonical.h"
#include "model/zoo/catalogue.h"
#include "unit/model/lower/graphdef/decoded.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Ints = std::vector<std::int64_t>;

Lowered lowered(const Graph& graph) {
  const Result<Graph> dialect = canonical(graph);
  EXPECT_TRUE(dialect) << to_string(dialect.error());
  const Result<Lowered> made = to_graphdef(dialect.value());
  EXPECT_TRUE(made) << to_string(made.error());
  return made.value();
}

std::ptrdiff_t count(const std::vector<std::string>& names, const std::string& name) {
  return std::count(names.begin(), names.end(), name);
}

DecodedNode find(const Lowered& lowered, const std::string& op) {
  for (DecodedNode& node : decoded(lowered.bytes)) {
    if (node.op == op) return std::move(node);
  }
  ADD_FAILURE() << "there is no " << op;
  return {};
}

Node conv(const std::string& x, const std::string& w, const std::string& y, const Ints& strides,
          const Ints& pads) {
  return node("Conv", {x, w}, {y}, {{"strides", strides}, {"pads", pads}});
}

TEST(GraphDef, KeepsImagesChannelsLastFromInputToOutput) {
  const Lowered made =
      lowered(graph_of({value("x", {2, 3, 8, 6})}, {weights("w", {4, 3, 3, 3}), weights("b", {4, 1, 1})},
                       {conv("x", "w", "c", {1, 1}, {1, 1, 1, 1}), node("Add", {"c", "b"}, {"s"}),
                        node("Relu", {"s"}, {"y"})}));
  EXPECT_THAT(operations(made.bytes), ElementsAre("Placeholder", "Conv2D", "AddV2", "Relu", "Identity"));
  EXPECT_THAT(made.inputs, ElementsAre(LoweredTensor{"x", ElementType::kFloat, {2, 8, 6, 3}, {0, 2, 3, 1}}));
  EXPECT_THAT(made.outputs, ElementsAre(LoweredTensor{"y", ElementType::kFloat, {2, 8, 6, 4}, {0, 2, 3, 1}}));
}

TEST(GraphDef, WritesFiltersAsHeightWidthInOut) {
  Graph graph = graph_of({value("x", {1, 2, 1, 1})}, {weights("w", {3, 2, 1, 1})},
                         {conv("x", "w", "y", {1, 1}, {0, 0, 0, 0})});
  const std::vector<float> oi{0, 1, 10, 11, 20, 21};
  graph.initializers[0].data.assign(reinterpret_cast<const char*>(oi.data()), oi.size() * sizeof(float));
  const Lowered made = lowered(graph);
  const DecodedNode filter = find(made, "Const");
  EXPECT_THAT(filter.attributes.at("value").shape, ElementsAre(1, 1, 2, 3));
  const std::vector<float> io{0, 10, 20, 1, 11, 21};
  EXPECT_EQ(filter.attributes.at("value").content,
            std::string(reinterpret_cast<const char*>(io.data()), io.size() * sizeof(float)));
}

TEST(GraphDef, NamesPaddingWhereItIsTensorFlowsOwn) {
  const auto of = [](std::int64_t size, const Ints& strides, const Ints& pads) {
    return find(lowered(graph_of({value("x", {1, 2, size, size})}, {weights("w", {2, 2, 3, 3})},
                                 {conv("x", "w", "y", strides, pads)})),
                "Conv2D");
  };
  EXPECT_EQ(of(8, {1, 1}, {1, 1, 1, 1}).attributes.at("padding").s, "SAME");
  EXPECT_EQ(of(8, {1, 1}, {0, 0, 0, 0}).attributes.at("padding").s, "VALID");
  // TensorFlow's SAME puts it all at the end here.
  EXPECT_EQ(of(8, {2, 2}, {0, 0, 1, 1}).attributes.at("padding").s, "SAME");
  const DecodedNode explicitly = of(8, {2, 2}, {1, 1, 1, 1});
  EXPECT_EQ(explicitly.attributes.at("padding").s, "EXPLICIT");
  EXPECT_THAT(explicitly.attributes.at("explicit_paddings").list, ElementsAre(0, 0, 1, 1, 1, 1, 0, 0));
}

TEST(GraphDef, PadsDepthwiseConvolutionsApart) {
  Node depthwise = conv("x", "w", "y", {2, 2}, {1, 1, 1, 1});
  depthwise.attributes["group"] = std::int64_t{4};
  const Lowered made =
      lowered(graph_of({value("x", {1, 4, 8, 8})}, {weights("w", {4, 1, 3, 3})}, {depthwise}));
  EXPECT_THAT(operations(made.bytes),
              ElementsAre("Placeholder", "PadV2", "DepthwiseConv2dNative", "Identity"));
  EXPECT_EQ(find(made, "DepthwiseConv2dNative").attributes.at("padding").s, "VALID");
}

TEST(GraphDef, MovesAxesOnceToFlattenAnImage) {
  const std::vector<std::string> names = operations(
      lowered(graph_of({value("x", {2, 3, 7, 7})}, {weights("w", {4, 3, 1, 1}), weights("f", {196, 10})},
                       {conv("x", "w", "c", {1, 1}, {0, 0, 0, 0}), node("Flatten", {"c"}, {"flat"}),
                        node("MatMul", {"flat", "f"}, {"y"})}))
          .bytes);
  EXPECT_THAT(names, ElementsAre("Placeholder", "Conv2D", "Transpose", "Reshape", "MatMul", "Identity"));
}

TEST(GraphDef, MovesNothingToFlattenWhatIsPooled) {
  const std::vector<std::string> names = operations(
      lowered(graph_of({value("x", {2, 3, 7, 7})}, {weights("w", {4, 3, 1, 1}), weights("f", {4, 10})},
                       {conv("x", "w", "c", {1, 1}, {0, 0, 0, 0}), node("GlobalAveragePool", {"c"}, {"p"}),
                        node("Flatten", {"p"}, {"flat"}), node("MatMul", {"flat", "f"}, {"y"})}))
          .bytes);
  EXPECT_THAT(names, ElementsAre("Placeholder", "Conv2D", "Mean", "Reshape", "MatMul", "Identity"));
}

TEST(GraphDef, MovesNothingToCutAnImageIntoPatches) {
  Graph graph = graph_of(
      {value("x", {1, 3, 8, 8})}, {weights("w", {16, 3, 4, 4}), weights("f", {16, 16})},
      {conv("x", "w", "c", {4, 4}, {0, 0, 0, 0}), node("Reshape", {"c", "shape"}, {"r"}),
       node("Transpose", {"r"}, {"t"}, {{"perm", Ints{0, 2, 1}}}), node("MatMul", {"t", "f"}, {"y"})});
  graph.initializers.push_back(integers_tensor("shape", {1, 16, 4}));
  EXPECT_EQ(count(operations(lowered(graph).bytes), "Transpose"), 0);
}

TEST(GraphDef, MovesAxesOnceToShuffleChannels) {
  Graph graph =
      graph_of({value("x", {1, 4, 6, 6})}, {weights("w", {4, 4, 1, 1})},
               {conv("x", "w", "c", {1, 1}, {0, 0, 0, 0}), node("Reshape", {"c", "split"}, {"s"}),
                node("Transpose", {"s"}, {"t"}, {{"perm", Ints{0, 2, 1, 3, 4}}}),
                node("Reshape", {"t", "merged"}, {"m"}), conv("m", "w", "y", {1, 1}, {0, 0, 0, 0})});
  graph.initializers.push_back(integers_tensor("split", {1, 2, 2, 6, 6}));
  graph.initializers.push_back(integers_tensor("merged", {1, 4, 6, 6}));
  EXPECT_EQ(count(operations(lowered(graph).bytes), "Transpose"), 1);
}

TEST(GraphDef, SpendsNoTransposeOnAKeyThatIsTransposed) {
  const Lowered made = lowered(graph_of(
      {value("q", {2, 4, 8}), value("k", {2, 4, 8})}, {},
      {node("Transpose", {"k"}, {"kt"}, {{"perm", Ints{0, 2, 1}}}), node("MatMul", {"q", "kt"}, {"y"})}));
  EXPECT_THAT(operations(made.bytes), Not(Contains("Transpose")));
  EXPECT_EQ(find(made, "BatchMatMulV2").attributes.at("adj_y").b, 1);
  EXPECT_EQ(find(made, "BatchMatMulV2").attributes.at("adj_x").b, 0);
  EXPECT_THAT(made.inputs[0].axes, IsEmpty());
}

TEST(GraphDef, TransposesAnOutputThatIsNoImage) {
  const Lowered made = lowered(
      graph_of({value("x", {2, 4, 8})}, {}, {node("Transpose", {"x"}, {"y"}, {{"perm", Ints{0, 2, 1}}})}));
  EXPECT_THAT(operations(made.bytes), ElementsAre("Placeholder", "Transpose", "Identity"));
  EXPECT_THAT(made.outputs[0].dims, ElementsAre(2, 8, 4));
}

TEST(GraphDef, RunsTheZooWithoutMovingImages) {
  for (const char* name : {"resnet-18", "squeezenet-1.1", "mobilenet-v2"}) {
    const std::vector<std::string> names = operations(lowered(make_zoo_model(name, 1, 1).value()).bytes);
    EXPECT_EQ(count(names, "Transpose"), 0) << name;
  }
}

TEST(GraphDef, AddsUpFp16InFp32) {
  Graph graph = graph_of({value("x", {1, 2, 7, 7})}, {}, {node("GlobalAveragePool", {"x"}, {"y"})});
  graph.inputs[0].type = ElementType::kFloat16;
  EXPECT_THAT(operations(lowered(graph).bytes),
              ElementsAre("Placeholder", "Cast", "Mean", "Cast", "Identity"));
  graph.inputs[0].type = ElementType::kBfloat16;
  EXPECT_THAT(operations(lowered(graph).bytes), ElementsAre("Placeholder", "Mean", "Identity"));
}

TEST(GraphDef, NamesInputsAndOutputsAsTheGraphWherePossible) {
  const Lowered made = lowered(graph_of({value("input:0", {2, 4})}, {}, {node("Relu", {"input:0"}, {"y"})}));
  EXPECT_EQ(made.inputs[0].name, "input_0");
  EXPECT_EQ(made.outputs[0].name, "y");
  const std::vector<DecodedNode> nodes = decoded(made.bytes);
  EXPECT_EQ(nodes.front().name, "input_0");
  EXPECT_EQ(nodes.back().name, "y");
  EXPECT_EQ(nodes.back().op, "Identity");
}

TEST(GraphDef, RefusesByOperatorAndNode) {
  Graph graph = graph_of({value("x", {2, 4})}, {}, {node("Frobnicate", {"x"}, {"y"})});
  graph.outputs[0] = value("y", {2, 4});
  const Result<Lowered> unknown = to_graphdef(graph);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(to_string(unknown.error()), HasSubstr("Frobnicate"));
  EXPECT_THAT(unknown.error().where, HasSubstr("'y'"));

  const Result<Graph> even = canonical(
      graph_of({value("x", {1, 8, 4, 4})}, {}, {node("LRN", {"x"}, {"y"}, {{"size", std::int64_t{4}}})}));
  ASSERT_TRUE(even);
  const Result<Lowered> refused = to_graphdef(*even);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("LRN over an even number of channels"));
}

// BAKEOFF_APPROVE=1 writes the table anew.
TEST(GraphDef, HasItsOperatorsInTheDocuments) {
  std::string table =
      "# Operators of the lowering to GraphDef\n\n"
      "<!-- made by tests/unit/model/lower/graphdef/lowering_test.cpp from the table of operators.cpp -->\n\n"
      "TensorFlow is given models whose nodes, once in the canonical dialect, are among these; a model with "
      "another one is\n`unsupported`, and the operator and the node are named. Flatten, Squeeze, Unsqueeze "
      "and "
      "others that the dialect writes\notherwise are covered too.\n\n";
  for (const auto& [name, limits] : graphdef_operators()) {
    table += "- " + name + (limits.empty() ? "" : " (not: " + limits + ")") + "\n";
  }
  const std::string path = BAKEOFF_SOURCE_DIR "/docs/operators/graphdef.md";
  if (std::getenv("BAKEOFF_APPROVE") != nullptr) std::ofstream(path) << table;
  std::ostringstream written;
  written << std::ifstream(path).rdbuf();
  EXPECT_EQ(written.str(), table);
}

}  // namespace
}  // namespace bakeoff::model
