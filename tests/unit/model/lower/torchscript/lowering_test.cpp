// The source text of small graphs, approved by a person, and what the lowering refuses.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "model/lower/torchscript/torchscript.h"
#include "model/onnx/canonical.h"
#include "unit/model/lower/torchscript/archive.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Integers = std::vector<std::int64_t>;

Result<Lowered> lower(const Graph& graph) {
  const Result<Graph> dialect = canonical(graph);
  if (!dialect) return tl::unexpected(dialect.error());
  return to_torchscript(*dialect);
}

/// Compares with approved/NAME; with BAKEOFF_APPROVE=1 writes it, to be read and committed by a person.
void expect_approved(const std::string& name, const Graph& graph) {
  const Result<Lowered> lowered = lower(graph);
  ASSERT_TRUE(lowered) << to_string(lowered.error());
  const std::string text = source_in(lowered->bytes);
  const std::string path = BAKEOFF_SOURCE_DIR "/tests/unit/model/lower/torchscript/approved/" + name;
  if (std::getenv("BAKEOFF_APPROVE") != nullptr) std::ofstream(path) << text;
  std::ostringstream approved;
  approved << std::ifstream(path).rdbuf();
  EXPECT_EQ(text, approved.str()) << "differs from " << path;
}

TEST(TorchScript, OfAConvolutionalNetwork) {
  expect_approved(
      "convolutional.py.txt",
      graph_of(
          {value("image", {1, 3, 8, 8})},
          {weights("w", {4, 3, 3, 3}), weights("s", {4}), weights("b", {4}), weights("m", {4}),
           weights("v", {4}), weights("f", {2, 4}), weights("fb", {2})},
          {node("Conv", {"image", "w"}, {"c"}, {{"pads", Integers{1, 1, 1, 1}}, {"strides", Integers{2, 2}}}),
           node("BatchNormalization", {"c", "s", "b", "m", "v"}, {"n"}), node("Relu", {"n"}, {"r"}),
           node("MaxPool", {"r"}, {"p"},
                {{"kernel_shape", Integers{3, 3}},
                 {"strides", Integers{2, 2}},
                 {"ceil_mode", std::int64_t{1}}}),
           node("GlobalAveragePool", {"p"}, {"g"}), node("Flatten", {"g"}, {"flat"}),
           node("Gemm", {"flat", "f", "fb"}, {"y"}, {{"transB", std::int64_t{1}}})}));
}

TEST(TorchScript, OfAnAttention) {
  expect_approved(
      "attention.py.txt",
      graph_of({value("x", {1, 4, 8})},
               {weights("q", {8, 8}), weights("k", {8, 8}), weights("scale", {}), weights("g", {8}),
                weights("b", {8})},
               {node("MatMul", {"x", "q"}, {"xq"}), node("MatMul", {"x", "k"}, {"xk"}),
                node("Transpose", {"xk"}, {"kt"}, {{"perm", Integers{0, 2, 1}}}),
                node("MatMul", {"xq", "kt"}, {"scores"}), node("Mul", {"scores", "scale"}, {"scaled"}),
                node("Softmax", {"scaled"}, {"shares"}, {{"axis", std::int64_t{-1}}}),
                node("MatMul", {"shares", "x"}, {"mixed"}), node("Add", {"mixed", "x"}, {"sum"}),
                node("LayerNormalization", {"sum", "g", "b"}, {"y"})}));
}

TEST(TorchScript, OfPadsThatTorchDoesNotHave) {
  expect_approved("padding.py.txt",
                  graph_of({value("x", {1, 2, 6, 6})},
                           {weights("w", {2, 2, 3, 3}), weights("t", {2, 2, 3, 3}), weights("b", {2})},
                           {node("Conv", {"x", "w", "b"}, {"c"},
                                 {{"auto_pad", std::string("SAME_UPPER")}, {"strides", Integers{2, 2}}}),
                            node("MaxPool", {"c"}, {"m"},
                                 {{"kernel_shape", Integers{2, 2}}, {"pads", Integers{0, 0, 1, 1}}}),
                            node("AveragePool", {"m"}, {"a"},
                                 {{"kernel_shape", Integers{2, 2}}, {"pads", Integers{0, 0, 1, 1}}}),
                            node("ConvTranspose", {"a", "t", "b"}, {"y"},
                                 {{"pads", Integers{0, 0, 1, 1}}, {"strides", Integers{2, 2}}})}));
}

TEST(TorchScript, OfSeveralInputsAndOutputs) {
  Graph graph = graph_of({value("x", {2, 6}), value("y", {2, 6})}, {integers_tensor("i", {0, -1})},
                         {node("Add", {"x", "y"}, {"sum"}),
                          node("Split", {"sum"}, {"left", "right"}, {{"axis", std::int64_t{1}}}),
                          node("Gather", {"left", "i"}, {"ends"}, {{"axis", std::int64_t{1}}})});
  graph.opset = 12;
  graph.outputs.push_back(value("right", {2, 3}));
  expect_approved("several.py.txt", graph);
}

TEST(TorchScript, OverwritesOnlyWhatNothingElseReads) {
  Tensor six = weights("six", {});
  const float number = 6;
  std::memcpy(six.data.data(), &number, sizeof number);
  expect_approved(
      "in_place.py.txt",
      graph_of(
          {value("x", {1, 4, 2, 2})},
          {weights("w", {4, 4, 1, 1}), weights("s", {1, 4, 1, 1}), weights("zero", {}), six,
           integers_tensor("flat", {4, 4})},
          {node("Relu", {"x"}, {"of_the_caller"}), node("Conv", {"of_the_caller", "w"}, {"c"}),
           node("Relu", {"c"}, {"read_twice"}), node("Relu", {"read_twice"}, {"r"}),
           node("Add", {"r", "read_twice"}, {"sum"}), node("Clip", {"sum", "zero", "six"}, {"six_at_most"}),
           node("Add", {"s", "six_at_most"}, {"of_a_weight"}), node("HardSwish", {"of_a_weight"}, {"h"}),
           node("Reshape", {"h", "flat"}, {"view"}), node("Relu", {"view"}, {"of_a_view"}),
           node("Concat", {"of_a_view", "of_a_view"}, {"y"}, {{"axis", std::int64_t{0}}})}));
}

TEST(TorchScript, SaysHowTensorsRelateToTheGraphs) {
  const auto lowered = lower(
      graph_of({value("image", {2, 3})}, {}, {node("Cast", {"image"}, {"y"}, {{"to", std::int64_t{7}}})}));
  ASSERT_TRUE(lowered) << to_string(lowered.error());
  EXPECT_THAT(lowered->inputs, ElementsAre(LoweredTensor{"x0", ElementType::kFloat, {2, 3}, {}}));
  EXPECT_THAT(lowered->outputs, ElementsAre(LoweredTensor{"y", ElementType::kInt64, {2, 3}, {}}));
}

TEST(TorchScript, CarriesWeightsAsData) {
  Tensor w = weights("w", {3});
  const std::vector<float> values{1.5F, -2, 3};
  std::memcpy(w.data.data(), values.data(), w.data.size());
  const auto lowered = lower(graph_of({value("x", {3})}, {w}, {node("Add", {"x", "w"}, {"y"})}));
  ASSERT_TRUE(lowered) << to_string(lowered.error());
  const auto files = unzip(lowered->bytes);
  EXPECT_EQ(files.at("bakeoff/data/0"), w.data);
  EXPECT_EQ(files.at("bakeoff/version"), "10\n");
  EXPECT_EQ(files.at("bakeoff/byteorder"), "little");
  EXPECT_EQ(lowered->bytes.find(w.data) % 64, 0U);
}

TEST(TorchScript, KeepsCommentsToOneLine) {
  Graph graph = graph_of({value("x", {3})}, {}, {node("Relu", {"x"}, {"y"})});
  graph.nodes[0].name = "a\nb \xc3\xa9";
  const auto lowered = lower(graph);
  ASSERT_TRUE(lowered) << to_string(lowered.error());
  EXPECT_THAT(source_in(lowered->bytes), HasSubstr("v0 = torch.relu(x0)  # Relu a?b ??\n"));
}

TEST(TorchScript, NamesWhatItCannotLower) {
  Graph graph = graph_of({value("x", {3})}, {}, {node("Relu", {"x"}, {"y"})});
  graph.nodes[0].op_type = "Oddity";
  graph.outputs = {value("y", {3})};
  const auto unknown = to_torchscript(graph);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUnsupported);
  EXPECT_EQ(to_string(unknown.error()),
            "node 0 'y' (Oddity): the lowering to TorchScript does not know the operator Oddity");

  graph.inputs[0].type = ElementType::kUint32;
  const auto type = to_torchscript(graph);
  ASSERT_FALSE(type);
  EXPECT_EQ(to_string(type.error()), "x: PyTorch has no tensors of type uint32");
}

TEST(TorchScript, DocumentsItsOperators) {
  std::string text =
      "# Operators of the lowering to TorchScript\n\n"
      "<!-- made by tests/unit/model/lower/torchscript/lowering_test.cpp from the table of operators.cpp "
      "-->\n\n"
      "PyTorch is given models whose nodes, once in the canonical dialect, are among these; a model with "
      "another one is\n"
      "`unsupported`, and the operator and the node are named.\n\n";
  for (const std::string& name : torchscript_operators()) text += "- " + name + "\n";
  const std::string path = BAKEOFF_SOURCE_DIR "/docs/operators/torchscript.md";
  if (std::getenv("BAKEOFF_APPROVE") != nullptr) std::ofstream(path) << text;
  std::ostringstream document;
  document << std::ifstream(path).rdbuf();
  EXPECT_EQ(document.str(), text) << "run this test with BAKEOFF_APPROVE=1";
}

}  // namespace
}  // namespace bakeoff::model
