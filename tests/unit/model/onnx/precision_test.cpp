#include "model/onnx/precision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/half.h"
#include "model/onnx/precision_rules.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using ::testing::HasSubstr;
using Strings = std::vector<std::string>;

Tensor floats_tensor(const std::string& name, const std::vector<float>& values) {
  Tensor tensor = weights(name, {static_cast<std::int64_t>(values.size())});
  std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  return tensor;
}

const Tensor* initializer(const Graph& graph, const std::string& name) {
  const auto found = std::find_if(graph.initializers.begin(), graph.initializers.end(),
                                  [&](const Tensor& tensor) { return tensor.name == name; });
  return found == graph.initializers.end() ? nullptr : &*found;
}

ElementType type_of(const Graph& graph, const std::string& name) {
  for (const auto* list : {&graph.inputs, &graph.values, &graph.outputs}) {
    for (const ValueInfo& value : *list) {
      if (value.name == name) return value.type;
    }
  }
  const Tensor* tensor = initializer(graph, name);
  return tensor == nullptr ? ElementType::kUndefined : tensor->type;
}

Strings operators_of(const Graph& graph) {
  Strings operators;
  for (const Node& node : graph.nodes) operators.push_back(node.op_type);
  return operators;
}

const Node& only(const Graph& graph, const std::string& op_type) {
  return *std::find_if(graph.nodes.begin(), graph.nodes.end(),
                       [&](const Node& node) { return node.op_type == op_type; });
}

Graph rewritten(Graph graph, Precision precision = Precision::kFp16) {
  Result<Graph> result = with_precision(std::move(graph), precision);
  EXPECT_TRUE(result.has_value()) << to_string(result.error());
  return result.value_or(Graph{});
}

Graph conv_relu() {
  return graph_of({value("x", {1, 2, 8, 8})},
                  {weights("w", {4, 2, 3, 3}), floats_tensor("b", {1, 0.1F, 2, 3})},
                  {node("Conv", {"x", "w", "b"}, {"c"}), node("Relu", {"c"}, {"y"})});
}

TEST(WithPrecision, Fp32GivesTheGraphBackAsItIs) {
  Graph graph = conv_relu();
  graph.values.push_back(value("c", {1, 4, 6, 6}));
  EXPECT_EQ(with_precision(graph, Precision::kFp32).value(), graph);
}

TEST(WithPrecision, CastsAtInputsAndOutputsOnly) {
  const Graph graph = rewritten(conv_relu());
  EXPECT_EQ(operators_of(graph), (Strings{"Cast", "Conv", "Relu", "Cast"}));
  EXPECT_EQ(type_of(graph, "x"), ElementType::kFloat);
  EXPECT_EQ(type_of(graph, "y"), ElementType::kFloat);
  EXPECT_EQ(graph.outputs[0].shape, value("y", {1, 4, 6, 6}).shape);
  for (const std::string& name : graph.nodes[1].inputs)
    EXPECT_EQ(type_of(graph, name), ElementType::kFloat16);
  for (const std::string& name : graph.nodes[2].inputs)
    EXPECT_EQ(type_of(graph, name), ElementType::kFloat16);
  EXPECT_EQ(graph.initializers.size(), 2U);
  EXPECT_EQ(graph.opset, 12);
}

TEST(WithPrecision, RoundsWeightsToTheNearest) {
  const Graph graph = rewritten(conv_relu());
  const Tensor* bias = initializer(graph, graph.nodes[1].inputs[2]);
  ASSERT_NE(bias, nullptr);
  std::vector<std::uint16_t> bits(4);
  ASSERT_EQ(bias->data.size(), 8U);
  std::memcpy(bits.data(), bias->data.data(), 8);
  EXPECT_EQ(bits, (std::vector<std::uint16_t>{0x3c00, 0x2e66, 0x4000, 0x4200}));  // 1, 0.09997559, 2, 3
}

TEST(WithPrecision, AValueThatIsUsedTwiceIsCastOnce) {
  const Graph graph = rewritten(
      graph_of({value("x", {4})}, {},
               {node("Relu", {"x"}, {"a"}), node("Sigmoid", {"x"}, {"b"}), node("Add", {"a", "b"}, {"y"})}));
  EXPECT_EQ(operators_of(graph), (Strings{"Cast", "Relu", "Sigmoid", "Add", "Cast"}));
}

TEST(WithPrecision, AnOutputThatIsUsedInsideStaysNarrowThere) {
  Graph before = conv_relu();
  before.outputs.push_back(value("c", {1, 4, 6, 6}));
  const Graph graph = rewritten(before);
  EXPECT_EQ(operators_of(graph), (Strings{"Cast", "Conv", "Relu", "Cast", "Cast"}));
  EXPECT_EQ(type_of(graph, graph.nodes[2].inputs[0]), ElementType::kFloat16);
  EXPECT_EQ(graph.outputs[1].name, "c");
  EXPECT_EQ(graph.outputs[1].type, ElementType::kFloat);
}

TEST(WithPrecision, FoldsTheNormalisationFirst) {
  Graph before = graph_of(
      {value("x", {1, 2, 8, 8})},
      {weights("w", {4, 2, 3, 3}), floats_tensor("scale", {1, 1, 1, 1}), floats_tensor("shift", {1, 2, 3, 4}),
       floats_tensor("mean", {0, 0, 0, 0}), floats_tensor("variance", {1e6F, 1e6F, 1e6F, 1e6F})},
      {node("Conv", {"x", "w"}, {"c"}),
       node("BatchNormalization", {"c", "scale", "shift", "mean", "variance"}, {"y"})});
  // A variance of a million is past float16's range; folded, it is not there any more.
  EXPECT_EQ(operators_of(rewritten(before)), (Strings{"Cast", "Conv", "Cast"}));
}

TEST(WithPrecision, NormalisationThatCannotBeFoldedHasTheTypesOfItsOpset) {
  for (const auto& [opset, first_float] :
       std::vector<std::pair<std::int64_t, std::size_t>>{{12, 5}, {14, 3}, {15, 1}}) {
    Graph before = graph_of({value("x", {1, 4, 8, 8})},
                            {floats_tensor("scale", {1, 1, 1, 1}), floats_tensor("shift", {1, 2, 3, 4}),
                             floats_tensor("mean", {0, 0, 0, 0}), floats_tensor("variance", {1, 1, 1, 1})},
                            {node("BatchNormalization", {"x", "scale", "shift", "mean", "variance"}, {"y"})});
    before.opset = opset;
    const Graph graph = rewritten(before);
    const Node& norm = only(graph, "BatchNormalization");
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_EQ(type_of(graph, norm.inputs[i]),
                i >= first_float ? ElementType::kFloat : ElementType::kFloat16)
          << opset << " " << i;
    }
  }
}

TEST(WithPrecision, ANumberPastTheLargestIsRefusedByName) {
  Graph before = conv_relu();
  before.initializers[1] = floats_tensor("b", {1, -70000, 2, 3});
  const Result<Graph> refused = with_precision(before, Precision::kFp16);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(refused.error().what, HasSubstr("'b', which holds -70000,"));
  EXPECT_THAT(refused.error().where, HasSubstr("Conv"));
  // Half a step below the overflow, and infinity itself, which is what somebody asked for.
  before.initializers[1] = floats_tensor("b", {65519, -std::numeric_limits<float>::infinity(), 2, 3});
  EXPECT_TRUE(with_precision(before, Precision::kFp16).has_value());
}

TEST(WithPrecision, MasksBecomeTheLargestNumber) {
  Graph before = conv_relu();
  before.initializers[1] = floats_tensor("b", {std::numeric_limits<float>::lowest(), -1e9, 1e9, 3});
  for (const auto& [precision, bits] : std::vector<std::pair<Precision, std::vector<std::uint16_t>>>{
           {Precision::kFp16, {0xfbff, 0xfbff, 0x7bff, 0x4200}},
           {Precision::kBf16, {0xff7f, 0xce6e, 0x4e6e, 0x4040}}}) {
    const Result<Graph> after = with_precision(before, precision);
    ASSERT_TRUE(after) << to_string(after.error());
    const Tensor* narrow = initializer(*after, only(*after, "Conv").inputs[2]);
    ASSERT_NE(narrow, nullptr);
    std::vector<std::uint16_t> found(4);
    ASSERT_EQ(narrow->data.size(), 8U);
    std::memcpy(found.data(), narrow->data.data(), 8);
    EXPECT_EQ(found, bits) << to_string(precision);
  }
}

TEST(WithPrecision, ABoundPastTheLargestBecomesInfinite) {
  const Graph graph = rewritten(graph_of({value("x", {4})},
                                         {weights("low", {}),
                                          [] {
                                            Tensor high = weights("high", {});
                                            const float largest = std::numeric_limits<float>::max();
                                            std::memcpy(high.data.data(), &largest, sizeof largest);
                                            return high;
                                          }()},
                                         {node("Clip", {"x", "low", "high"}, {"y"})}));
  const Tensor* high = initializer(graph, only(graph, "Clip").inputs[2]);
  ASSERT_NE(high, nullptr);
  EXPECT_EQ(high->data, std::string("\x00\x7c", 2));
}

TEST(WithPrecision, ScalesOfResizeStayFloat) {
  Graph before = graph_of({value("x", {1, 2, 4, 4})}, {floats_tensor("scales", {1, 1, 2, 2})},
                          {node("Resize", {"x", "", "scales"}, {"y"})});
  const Graph graph = rewritten(before);
  const Node& resize = only(graph, "Resize");
  EXPECT_EQ(type_of(graph, resize.inputs[0]), ElementType::kFloat16);
  EXPECT_EQ(resize.inputs[2], "scales");
  EXPECT_EQ(type_of(graph, "scales"), ElementType::kFloat);
  EXPECT_EQ(graph.outputs[0].shape, value("y", {1, 2, 8, 8}).shape);
}

TEST(WithPrecision, ArithmeticOnShapesStaysFloat) {
  // 2049 is no number of float16: the resized length would be 4096.
  Graph before = graph_of(
      {value("x", {1, 2049})}, {floats_tensor("two", {2}), integers_tensor("wanted", {1, 4098})},
      {node("Shape", {"x"}, {"shape"}), node("Cast", {"shape"}, {"lengths"}, {{"to", std::int64_t{1}}}),
       node("Mul", {"lengths", "two"}, {"doubled"}),
       node("Cast", {"doubled"}, {"sizes"}, {{"to", std::int64_t{7}}}),
       node("Resize", {"x", "", "", "sizes"}, {"y"})});
  const Graph graph = rewritten(before);
  EXPECT_EQ(operators_of(graph), (Strings{"Shape", "Cast", "Mul", "Cast", "Cast", "Resize", "Cast"}));
  EXPECT_EQ(graph.outputs[0].shape, value("y", {2, 4098}).shape);
}

TEST(WithPrecision, CastsInsideGoToTheNewType) {
  Graph before =
      graph_of({value("x", {4})}, {},
               {node("Cast", {"x"}, {"i"}, {{"to", std::int64_t{7}}}),
                node("Cast", {"i"}, {"f"}, {{"to", std::int64_t{1}}}), node("Relu", {"f"}, {"y"})});
  const Graph graph = rewritten(before);
  EXPECT_EQ(operators_of(graph), (Strings{"Cast", "Cast", "Cast", "Relu", "Cast"}));
  EXPECT_EQ(std::get<std::int64_t>(graph.nodes[1].attributes.at("to")), 7);
  EXPECT_EQ(std::get<std::int64_t>(graph.nodes[2].attributes.at("to")), 10);
}

TEST(WithPrecision, ConstantsInNodesAreRoundedToo) {
  for (const Attribute& attribute :
       std::vector<Attribute>{floats_tensor("", {3}), 3.0F, std::vector<float>{3.0F}}) {
    const std::string key = std::holds_alternative<Tensor>(attribute)  ? "value"
                            : std::holds_alternative<float>(attribute) ? "value_float"
                                                                       : "value_floats";
    Graph before =
        graph_of({value("x", {4})}, {},
                 {node("Constant", {}, {"three"}, {{key, attribute}}), node("Mul", {"x", "three"}, {"y"})});
    const Graph graph = rewritten(before);
    EXPECT_EQ(operators_of(graph), (Strings{"Cast", "Mul", "Cast"})) << key;
    const Tensor* three = initializer(graph, graph.nodes[1].inputs[1]);
    ASSERT_NE(three, nullptr);
    EXPECT_EQ(three->data, std::string("\x00\x42", 2));
    EXPECT_EQ(three->dims.size(), key == "value_float" ? 0U : 1U);
  }
}

TEST(WithPrecision, OtherTypesAreLeftAlone) {
  ValueInfo ids = value("ids", {3});
  ids.type = ElementType::kInt64;
  const Graph graph =
      rewritten(graph_of({ids}, {weights("table", {10, 4})}, {node("Gather", {"table", "ids"}, {"y"})}));
  EXPECT_EQ(operators_of(graph), (Strings{"Gather", "Cast"}));
  EXPECT_EQ(type_of(graph, "ids"), ElementType::kInt64);
}

TEST(WithPrecision, AnOperatorOfAnotherDomainIsRefusedByName) {
  Graph before = conv_relu();
  before.nodes[1].domain = "com.example";
  before.nodes[1].op_type = "Frobnicate";
  const Result<Graph> refused = with_precision(before, Precision::kFp16);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("com.example.Frobnicate"));
}

TEST(WithPrecision, AnOldOpsetIsRefused) {
  Graph before = conv_relu();
  before.opset = 6;
  const Result<Graph> refused = with_precision(before, Precision::kBf16);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(refused.error().what, HasSubstr("opset 6"));
}

TEST(WithPrecision, NewNamesAvoidTheOldOnes) {
  Graph before = conv_relu();
  before.nodes[0].outputs = {"x_fp16"};
  before.nodes[1].inputs = {"x_fp16"};
  const Graph graph = rewritten(before);
  EXPECT_EQ(graph.nodes[0].outputs, (Strings{"x_fp16_2"}));
  EXPECT_EQ(graph.nodes[1].inputs[0], "x_fp16_2");
}

TEST(WithPrecision, Bfloat16RaisesTheOpset) {
  const Graph graph = rewritten(conv_relu(), Precision::kBf16);
  EXPECT_EQ(graph.opset, 22);
  EXPECT_EQ(operators_of(graph), (Strings{"Cast", "Conv", "Relu", "Cast"}));
  const Tensor* bias = initializer(graph, graph.nodes[1].inputs[2]);
  ASSERT_NE(bias, nullptr);
  EXPECT_EQ(bias->type, ElementType::kBfloat16);
  EXPECT_EQ(bias->data.substr(2, 2), std::string("\xcd\x3d", 2));  // 0.1 as 0.10009766
  EXPECT_EQ(std::get<std::int64_t>(graph.nodes[0].attributes.at("to")), 16);
}

TEST(PrecisionRules, OperatorsWithoutTheTypeStayFloat) {
  const auto stays = [](const std::string& op, ElementType type) {
    return stays_float(node(op, {"x"}, {"y"}), type);
  };
  EXPECT_TRUE(stays("QuantizeLinear", ElementType::kFloat16));
  EXPECT_TRUE(stays("Range", ElementType::kBfloat16));
  EXPECT_TRUE(stays("TopK", ElementType::kBfloat16));
  EXPECT_FALSE(stays("TopK", ElementType::kFloat16));
  EXPECT_FALSE(stays("Conv", ElementType::kBfloat16));
  EXPECT_FALSE(stays("LayerNormalization", ElementType::kFloat16));
  EXPECT_TRUE(stays_float(node("LayerNormalization", {"x"}, {"y", "mean"}), ElementType::kFloat16));
}

}  // namespace
}  // namespace bakeoff::model
