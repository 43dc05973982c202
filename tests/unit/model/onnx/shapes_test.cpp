#include "model/onnx/shapes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/onnx/counts.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::HasSubstr;
using Integers = std::vector<std::int64_t>;
using Attributes = std::map<std::string, Attribute>;

std::string shape_of(const Result<Graph>& graph) {
  if (!graph) return to_string(graph.error());
  return graph->outputs.at(0).shape ? to_string(*graph->outputs[0].shape) : "unknown";
}

/// The inferred shape of one operator on x and some constants.
std::string infer(const std::string& op_type, const Integers& x, std::vector<Tensor> constants,
                  Attributes attributes, std::int64_t opset = 12) {
  std::vector<std::string> inputs = {"x"};
  for (const Tensor& constant : constants) inputs.push_back(constant.name);
  Graph graph =
      graph_of({value("x", x)}, std::move(constants), {node(op_type, inputs, {"y"}, std::move(attributes))});
  graph.opset = opset;
  return shape_of(infer_shapes(graph));
}

TEST(Shapes, OfTheStemOfResNet50) {
  const Graph graph = graph_of(
      {value("x", {1, 3, 224, 224})}, {weights("w", {64, 3, 7, 7})},
      {node("Conv", {"x", "w"}, {"c"}, {{"strides", Integers{2, 2}}, {"pads", Integers{3, 3, 3, 3}}}),
       node("Relu", {"c"}, {"r"}),
       node(
           "MaxPool", {"r"}, {"y"},
           {{"kernel_shape", Integers{3, 3}}, {"strides", Integers{2, 2}}, {"pads", Integers{1, 1, 1, 1}}})});
  const Result<Graph> inferred = infer_shapes(graph);
  ASSERT_TRUE(inferred) << to_string(inferred.error());
  ASSERT_EQ(inferred->values.size(), 2U);
  EXPECT_EQ(inferred->values[0].name, "c");
  EXPECT_EQ(to_string(*inferred->values[0].shape), "[1, 64, 112, 112]");
  EXPECT_EQ(shape_of(inferred), "[1, 64, 56, 56]");
}

TEST(Shapes, OfPoolingWithCeilMode) {
  const auto pool = [](std::int64_t length, std::int64_t kernel, std::int64_t stride, std::int64_t pad) {
    return infer("MaxPool", {1, 1, length}, {},
                 {{"kernel_shape", Integers{kernel}},
                  {"strides", Integers{stride}},
                  {"pads", Integers{pad, pad}},
                  {"ceil_mode", std::int64_t{1}}});
  };
  // As in SqueezeNet and GoogLeNet: 111 to 55, 112 to 56.
  EXPECT_EQ(pool(111, 3, 2, 0), "[1, 1, 55]");
  EXPECT_EQ(pool(112, 3, 2, 0), "[1, 1, 56]");
  // A last window that would start behind the image is left out (PyTorch, ONNX Runtime).
  EXPECT_EQ(pool(3, 1, 3, 0), "[1, 1, 1]");
  EXPECT_EQ(pool(3, 2, 2, 1), "[1, 1, 2]");
}

TEST(Shapes, OfActivationsYoungerThanTheTestData) {
  EXPECT_EQ(infer("Gelu", {2, 3}, {}, {}, 20), "[2, 3]");
  EXPECT_EQ(infer("Mish", {2, 3}, {}, {}, 18), "[2, 3]");
}

TEST(Shapes, OfOperatorsWithoutTestData) {
  EXPECT_EQ(infer("LpPool", {1, 2, 8}, {}, {{"kernel_shape", Integers{3}}}), "[1, 2, 6]");
  EXPECT_EQ(infer("GlobalLpPool", {1, 2, 8}, {}, {}), "[1, 2, 1]");
  EXPECT_EQ(infer("LpNormalization", {2, 3}, {}, {}), "[2, 3]");
  EXPECT_EQ(infer("BitwiseNot", {2, 3}, {}, {}, 18), "[2, 3]");
  for (const char* op_type : {"BitwiseAnd", "BitwiseOr", "BitwiseXor"}) {
    EXPECT_EQ(infer(op_type, {2, 1}, {integers_tensor("w", {1, 2, 3})}, {}, 18), "[2, 3]");
  }
}

TEST(Shapes, OfGroupNormalization) {
  const auto normalised = [](std::int64_t channels, std::int64_t vector, std::int64_t opset) {
    return infer("GroupNormalization", {2, channels, 5},
                 {weights("scale", {vector}), weights("bias", {vector})}, {{"num_groups", std::int64_t{2}}},
                 opset);
  };
  EXPECT_EQ(normalised(6, 2, 18), "[2, 6, 5]");
  EXPECT_EQ(normalised(6, 6, 21), "[2, 6, 5]");
  EXPECT_THAT(normalised(6, 6, 18), HasSubstr("input 1 of shape [6]"));
  EXPECT_THAT(normalised(5, 2, 18), HasSubstr("5 channels in 2 groups"));
}

TEST(Shapes, OfGroupedAndDilatedConvolutions) {
  EXPECT_EQ(infer("Conv", {2, 8, 10, 10}, {weights("w", {8, 1, 3, 3})}, {{"group", std::int64_t{8}}}),
            "[2, 8, 8, 8]");
  EXPECT_EQ(infer("Conv", {1, 2, 10}, {weights("w", {4, 2, 3})}, {{"dilations", Integers{3}}}), "[1, 4, 4]");
  EXPECT_EQ(infer("Conv", {1, 2, 7, 7}, {weights("w", {4, 2, 3, 3})},
                  {{"auto_pad", std::string("SAME_UPPER")}, {"strides", Integers{2, 2}}}),
            "[1, 4, 4, 4]");
  EXPECT_EQ(infer("ConvTranspose", {1, 4, 5, 5}, {weights("w", {4, 3, 2, 2})},
                  {{"strides", Integers{2, 2}}, {"group", std::int64_t{2}}}),
            "[1, 6, 10, 10]");
}

TEST(Shapes, OfFormsThatOldFilesUse) {
  EXPECT_EQ(infer("Squeeze", {1, 3, 1}, {}, {{"axes", Integers{0}}}, 11), "[3, 1]");
  EXPECT_EQ(infer("Squeeze", {1, 3, 1}, {integers_tensor("a", {2})}, {}, 13), "[1, 3]");
  EXPECT_EQ(infer("Unsqueeze", {3}, {}, {{"axes", Integers{0, -1}}}, 11), "[1, 3, 1]");
  EXPECT_EQ(
      infer("Slice", {4, 9}, {},
            {{"starts", Integers{1}}, {"ends", Integers{9223372036854775807}}, {"axes", Integers{1}}}, 9),
      "[4, 8]");
  EXPECT_EQ(infer("Split", {6, 2}, {}, {{"split", Integers{6}}}, 11), "[6, 2]");
  EXPECT_EQ(infer("Pad", {2, 2}, {}, {{"pads", Integers{0, 1, 0, 2}}}, 10), "[2, 5]");
  EXPECT_EQ(infer("ReduceSum", {2, 3}, {}, {{"axes", Integers{1}}, {"keepdims", std::int64_t{0}}}, 11),
            "[2]");
  EXPECT_EQ(infer("Reshape", {2, 3}, {}, {{"shape", Integers{-1}}}, 1), "[6]");
  EXPECT_EQ(infer("Upsample", {1, 1, 2, 2}, {}, {{"scales", std::vector<float>{1, 1, 2, 3}}}, 7),
            "[1, 1, 4, 6]");
}

TEST(Shapes, AreComputedWithTheGraph) {
  // Doubles the last axis: x.reshape(x.shape[:-1] + (x.shape[-1] * 2 / 2,)) the way exporters write it.
  const Graph graph = graph_of(
      {value("x", {5, 6})},
      {integers_tensor("zero", {0}), integers_tensor("one", {1}), integers_tensor("two", {2}),
       integers_tensor("end", {2})},
      {node("Shape", {"x"}, {"s"}), node("Slice", {"s", "zero", "one"}, {"head"}),
       node("Slice", {"s", "one", "end"}, {"tail"}), node("Div", {"tail", "two"}, {"half"}),
       node("Mul", {"head", "two"}, {"twice"}), node("Cast", {"half"}, {"cast"}, {{"to", std::int64_t{7}}}),
       node("Concat", {"twice", "cast"}, {"t"}, {{"axis", std::int64_t{0}}}),
       node("Reshape", {"x", "t"}, {"y"})});
  EXPECT_EQ(shape_of(infer_shapes(graph)), "[10, 3]");
}

// As torch.onnx writes torch.nn.functional.pad where the amounts follow from the image's size: pairs from the
// last axis to the first become all begins, then all ends.
TEST(Shapes, OfPaddingThatExportersTurnRound) {
  const auto result = infer_shapes(
      graph_of({value("x", {1, 17, 20, 3})},
               {integers_tensor("height", {1}), integers_tensor("width", {2}), integers_tensor("seven", {7}),
                integers_tensor("none", {0, 0}), integers_tensor("rest", {0, 0}),
                integers_tensor("pairs", {-1, 2}), integers_tensor("last", {-1}),
                integers_tensor("before_first", {INT64_MIN + 1}), integers_tensor("rows", {0}),
                integers_tensor("back", {-1}), integers_tensor("all", {-1}), integers_tensor("zero", {0})},
               {node("Shape", {"x"}, {"s"}), node("Gather", {"s", "height"}, {"h"}),
                node("Gather", {"s", "width"}, {"w"}),
                node("Mod", {"h", "seven"}, {"h7"}, {{"fmod", std::int64_t{0}}}),
                node("Sub", {"seven", "h7"}, {"h_more"}),
                node("Mod", {"w", "seven"}, {"w7"}, {{"fmod", std::int64_t{0}}}),
                node("Sub", {"seven", "w7"}, {"w_more"}),
                node("Concat", {"none", "zero", "w_more", "zero", "h_more", "rest"}, {"flat"},
                     {{"axis", std::int64_t{0}}}),
                node("Reshape", {"flat", "pairs"}, {"p"}),
                node("Slice", {"p", "last", "before_first", "rows", "back"}, {"r"}),
                node("Transpose", {"r"}, {"t"}, {{"perm", Integers{1, 0}}}),
                node("Reshape", {"t", "all"}, {"pads"}), node("Pad", {"x", "pads"}, {"y"})}));
  EXPECT_EQ(shape_of(result), "[1, 21, 21, 3]");
}

TEST(Shapes, KeepWhatIsNotKnown) {
  EXPECT_EQ(infer("Relu", {-1, 4}, {}, {}), "[?, 4]");
  EXPECT_EQ(infer("Flatten", {-1, 4, 5}, {}, {}), "[?, 20]");
  EXPECT_EQ(infer("Reshape", {-1, 4, 5}, {integers_tensor("t", {0, -1})}, {}), "[?, ?]");
  EXPECT_EQ(infer("Conv", {-1, 3, 8, 8}, {weights("w", {2, 3, 3, 3})}, {}), "[?, 2, 6, 6]");
  Graph graph = graph_of({ValueInfo{.name = "x", .type = ElementType::kFloat, .shape = {}}}, {},
                         {node("Relu", {"x"}, {"y"})});
  EXPECT_EQ(shape_of(infer_shapes(graph)), "unknown");
  graph.outputs[0].shape = Shape{Dim{.value = 3, .name = {}}};
  EXPECT_EQ(shape_of(infer_shapes(graph)), "[3]") << "what the file says, if inference cannot tell";
}

TEST(Shapes, OfTheGraphWinOverThoseOfTheFile) {
  Graph graph = graph_of({value("x", {2, 4})}, {}, {node("Relu", {"x"}, {"r"}), node("Relu", {"r"}, {"y"})});
  graph.outputs[0] = value("y", {1, 4});
  graph.values = {value("r", {1, 4}), value("gone", {7})};
  const Result<Graph> inferred = infer_shapes(graph);
  EXPECT_EQ(shape_of(inferred), "[2, 4]");
  ASSERT_EQ(inferred->values.size(), 1U);
  EXPECT_EQ(to_string(*inferred->values[0].shape), "[2, 4]");
}

TEST(Shapes, UnknownOperatorsAreNamedWithTheirNode) {
  Graph graph = graph_of({value("x", {2})}, {}, {node("Relu", {"x"}, {"r"}), node("NonZero", {"r"}, {"y"})});
  Result<Graph> inferred = infer_shapes(graph);
  ASSERT_FALSE(inferred);
  EXPECT_EQ(inferred.error().kind, ErrorKind::kUnsupported);
  EXPECT_EQ(inferred.error().where, "node 1 'y' (NonZero)");
  EXPECT_THAT(inferred.error().what, HasSubstr("'NonZero'"));
  graph.nodes[1].op_type = "Relu";
  graph.nodes[1].domain = "com.example";
  inferred = infer_shapes(graph);
  ASSERT_FALSE(inferred);
  EXPECT_THAT(inferred.error().what, HasSubstr("'com.example.Relu'"));
}

/// numpy's rule for a slice, counted element by element.
std::int64_t count_slice(std::int64_t length, std::int64_t start, std::int64_t end, std::int64_t step) {
  const auto clamp = [&](std::int64_t index) {
    if (index < 0) index += length;
    if (step > 0) return std::min(std::max(index, std::int64_t{0}), length);
    return std::min(std::max(index, std::int64_t{-1}), length - 1);
  };
  std::int64_t count = 0;
  for (std::int64_t i = clamp(start); step > 0 ? i < clamp(end) : i > clamp(end); i += step) ++count;
  return count;
}

RC_GTEST_PROP(Shapes, OfSlicesAreThoseCounted, ()) {
  const auto length = *rc::gen::inRange<std::int64_t>(0, 12);
  const auto start = *rc::gen::inRange<std::int64_t>(-15, 16);
  const auto end = *rc::gen::inRange<std::int64_t>(-15, 16);
  const auto step = *rc::gen::suchThat(rc::gen::inRange<std::int64_t>(-5, 6), [](auto s) { return s != 0; });
  const std::string shape = infer("Slice", {length},
                                  {integers_tensor("s", {start}), integers_tensor("e", {end}),
                                   integers_tensor("a", {0}), integers_tensor("p", {step})},
                                  {});
  RC_ASSERT(shape == "[" + std::to_string(count_slice(length, start, end, step)) + "]");
}

RC_GTEST_PROP(Shapes, OfConvolutionsAreTheWindowsCounted, ()) {
  const auto length = *rc::gen::inRange<std::int64_t>(1, 20);
  const auto kernel = *rc::gen::inRange<std::int64_t>(1, 6);
  const auto stride = *rc::gen::inRange<std::int64_t>(1, 5);
  const auto dilation = *rc::gen::inRange<std::int64_t>(1, 4);
  const auto first = *rc::gen::inRange<std::int64_t>(0, 4);
  const auto last = *rc::gen::inRange<std::int64_t>(0, 4);
  std::int64_t windows = 0;
  while (windows * stride + dilation * (kernel - 1) < length + first + last) ++windows;
  const std::string shape = infer(
      "Conv", {1, 1, length}, {weights("w", {1, 1, kernel})},
      {{"strides", Integers{stride}}, {"dilations", Integers{dilation}}, {"pads", Integers{first, last}}});
  if (windows == 0) {
    RC_ASSERT(shape.find("does not fit") != std::string::npos);
  } else {
    RC_ASSERT(shape == "[1, 1, " + std::to_string(windows) + "]");
  }
}

TEST(InferShapes, ListsNoOutputAmongTheValuesHoweverLongItsName) {
  const std::string name(100, 'y');
  const Result<Graph> graph = infer_shapes(
      graph_of({value("x", {1, 4})}, {}, {node("Relu", {"x"}, {"r"}), node("Abs", {"r"}, {name})}));
  ASSERT_TRUE(graph) << to_string(graph.error());
  ASSERT_EQ(graph->values.size(), 1U);
  EXPECT_EQ(graph->values[0].name, "r");
}

}  // namespace
}  // namespace bakeoff::model
