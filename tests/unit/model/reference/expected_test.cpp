#include "model/reference/expected.h"

#include <gtest/gtest.h>

#include <cstring>

#include "model/reference/kept_values.h"
#include "unit/model/onnx/graphs.h"
#include "unit/model/prepare/scratch.h"

namespace bakeoff::model::reference {
namespace {

namespace fs = std::filesystem;

// y = x / 3, x of one item with two elements; and the greater of the two.
Graph third_graph() {
  const float three = 3;
  std::string bytes(sizeof three, '\0');
  std::memcpy(bytes.data(), &three, sizeof three);
  Graph graph = graph_of({value("x", {1, 2})},
                         {{.name = "three", .type = ElementType::kFloat, .dims = {}, .data = bytes}},
                         {node("Div", {"x", "three"}, {"y"})});
  graph.outputs = {value("y", {1, 2})};
  return graph;
}

std::string item(float first, float second) {
  std::string bytes(2 * sizeof(float), '\0');
  std::memcpy(bytes.data(), &first, sizeof first);
  std::memcpy(bytes.data() + sizeof first, &second, sizeof second);
  return bytes;
}

Result<Expected> ask(const Graph& graph, const fs::path& cache, Precision precision = Precision::kFp16) {
  return expected_outputs({.canonical = &graph,
                           .items = {{item(1, 2)}, {item(3, 6)}},
                           .orders = {{0, 1, 0}, {1, 0, 1}},
                           .precision = precision},
                          cache);
}

TEST(ExpectedOutputs, AreExactAndKnowTheHonestError) {
  const Scratch scratch;
  const Graph graph = third_graph();
  const Result<Expected> expected = ask(graph, scratch.path());
  ASSERT_TRUE(expected.has_value()) << to_string(expected.error());
  EXPECT_EQ(expected->names, std::vector<std::string>{"y"});
  EXPECT_EQ(reals(expected->items.at(0).at(0)), (Reals{1.0 / 3, 2.0 / 3}));
  EXPECT_EQ(reals(expected->items.at(1).at(0)), (Reals{1, 2}));
  EXPECT_EQ(expected->orders, (std::vector<std::vector<std::size_t>>{{0, 1, 0}, {1, 0, 1}}));
  // 2/3 in fp16 is 1365/2048, and 1/3 is 1365/4096.
  EXPECT_DOUBLE_EQ(expected->emulated_error, (2.0 / 3 - 1365.0 / 2048) / (2.0 / 3));
  EXPECT_GT(ask(graph, scratch.path(), Precision::kBf16)->emulated_error, expected->emulated_error);
}

TEST(ExpectedOutputs, AreFoundAgain) {
  const Scratch scratch;
  const Graph graph = third_graph();
  ASSERT_TRUE(ask(graph, scratch.path()).has_value());
  const std::vector<std::string> files = files_below(scratch.path());
  EXPECT_EQ(files.size(), 3U);  // two items exactly, one emulated
  // An entry that says something else is believed, as long as it is whole: so it was not computed again.
  for (const std::string& file : files) {
    const fs::path path = scratch.path() / "expected" / file;
    auto values = from_kept(read_all(path)).value();
    reals(values[0])[0] = 42;
    write_all(path, to_kept(values));
  }
  EXPECT_EQ(reals(ask(graph, scratch.path())->items[0][0])[0], 42);
  EXPECT_EQ(files_below(scratch.path()), files);
}

TEST(ExpectedOutputs, OfAnotherGraphOrPrecisionAreOthers) {
  const Scratch scratch;
  ASSERT_TRUE(ask(third_graph(), scratch.path()).has_value());
  ASSERT_TRUE(ask(third_graph(), scratch.path(), Precision::kBf16).has_value());
  EXPECT_EQ(files_below(scratch.path()).size(), 4U);
  Graph graph = third_graph();
  graph.nodes[0].op_type = "Mul";
  EXPECT_EQ(reals(ask(graph, scratch.path())->items[0][0]), (Reals{3, 6}));
  EXPECT_EQ(files_below(scratch.path()).size(), 7U);
}

TEST(ExpectedOutputs, ADamagedEntryIsComputedAnew) {
  const Scratch scratch;
  const Graph graph = third_graph();
  ASSERT_TRUE(ask(graph, scratch.path()).has_value());
  const std::vector<std::string> files = files_below(scratch.path());
  for (const std::string& file : files) {
    const fs::path path = scratch.path() / "expected" / file;
    const std::string whole = read_all(path);
    std::string flipped = whole;
    flipped[whole.size() / 3] ^= 1;
    for (const std::string& damaged :
         {std::string(), whole.substr(0, whole.size() - 1), whole + "x", flipped}) {
      write_all(path, damaged);
      ASSERT_EQ(reals(ask(graph, scratch.path())->items[0][0]), (Reals{1.0 / 3, 2.0 / 3}));
      EXPECT_EQ(read_all(path), whole);
    }
  }
}

TEST(ExpectedOutputs, NeedNoCache) {
  const Scratch scratch;
  write_all(scratch.path() / "file", "");
  const Result<Expected> expected = ask(third_graph(), scratch.path() / "file");
  ASSERT_TRUE(expected.has_value()) << to_string(expected.error());
  EXPECT_EQ(reals(expected->items[1][0]), (Reals{1, 2}));
}

TEST(ExpectedOutputs, RefuseInputsOfAnotherSize) {
  const Scratch scratch;
  const Graph graph = third_graph();
  const auto expected =
      expected_outputs({.canonical = &graph, .items = {{"abc"}}, .orders = {{0}}}, scratch.path());
  ASSERT_FALSE(expected.has_value());
  EXPECT_EQ(expected.error().kind, ErrorKind::kBadInput);
}

TEST(ExpectedOutputs, OfAQuantisedGraphAllowForSteps) {
  const Scratch scratch;
  Graph graph = third_graph();
  graph.nodes = {node("QuantizeLinear", {"x", "three"}, {"q"}, {{"axis", std::int64_t{0}}}),
                 node("DequantizeLinear", {"q", "three"}, {"y"}, {{"axis", std::int64_t{0}}})};
  graph.values = {{.name = "q", .type = ElementType::kUint8, .shape = value("", {1, 2}).shape}};
  const Result<Expected> expected = ask(graph, scratch.path(), Precision::kFp32);
  ASSERT_TRUE(expected.has_value()) << to_string(expected.error());
  EXPECT_EQ(reals(expected->items[1][0]), (Reals{3, 6}));
  EXPECT_EQ(expected->emulated_error, 1.0 / 128);
}

TEST(KeptValues, ComeBackAsTheyWere) {
  const std::vector<Value> values{{.type = ElementType::kFloat, .dims = {2, 1}, .elements = Reals{1.5, -0.0}},
                                  {.type = ElementType::kBool, .dims = {}, .elements = Integers{1}},
                                  {.type = ElementType::kFloat16, .dims = {0, 3}, .elements = Reals{}}};
  EXPECT_EQ(from_kept(to_kept(values)), values);
  EXPECT_EQ(from_kept(to_kept({})), std::vector<Value>());
}

}  // namespace
}  // namespace bakeoff::model::reference
