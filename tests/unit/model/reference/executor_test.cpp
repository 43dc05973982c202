#include "model/reference/executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "unit/model/onnx/graphs.h"

namespace bakeoff::model::reference {
namespace {

using ::testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Value floats(std::vector<std::int64_t> dims, Reals elements) {
  return {.type = ElementType::kFloat, .dims = std::move(dims), .elements = std::move(elements)};
}

Tensor constant(const std::string& name, std::vector<std::int64_t> dims, Reals elements) {
  Value value = floats(dims, std::move(elements));
  return {.name = name, .type = ElementType::kFloat, .dims = std::move(dims), .data = to_bytes(value)};
}

// y = (x + w) * w.
Graph small_graph() {
  Graph graph = graph_of({value("x", {2})}, {constant("w", {2}, {1, 0x1p-12})},
                         {node("Add", {"x", "w"}, {"sum"}), node("Mul", {"sum", "w"}, {"y"})});
  graph.values = {value("sum", {2})};
  graph.outputs = {value("y", {2})};
  return graph;
}

Reals result(const Graph& graph, const Reals& x, Arithmetic arithmetic) {
  const auto outputs = execute(graph, {floats({static_cast<std::int64_t>(x.size())}, x)}, arithmetic);
  EXPECT_TRUE(outputs.has_value()) << to_string(outputs.error());
  return outputs ? reals(outputs->at(0)) : Reals();
}

TEST(Executor, RoundsInputsWeightsAndEveryResult) {
  const Graph graph = small_graph();
  EXPECT_EQ(result(graph, {2, 1}, Arithmetic::kExact), (Reals{3, 0x1p-12 + 0x1p-24}));
  EXPECT_EQ(result(graph, {1.0 / 3, 1}, Arithmetic::kFp32)[0],
            static_cast<double>(static_cast<float>(1 + static_cast<double>(1.0F / 3.0F))));
  // 1 + 2^-12 is 1 in fp16 and bf16.
  EXPECT_EQ(result(graph, {2, 1}, Arithmetic::kFp16), (Reals{3, 0x1p-12}));
  EXPECT_EQ(result(graph, {2, 1}, Arithmetic::kBf16), (Reals{3, 0x1p-12}));
  EXPECT_EQ(result(graph, {70000, 1}, Arithmetic::kFp16)[0], kInfinity);
  // 1.0234375 + 1 lies in the middle of two steps of 2^-6.
  EXPECT_EQ(result(graph, {1.02, 1}, Arithmetic::kBf16)[0], 2.03125);
}

TEST(Executor, GivesInputsAndConstantsThatAreOutputs) {
  Graph graph = small_graph();
  graph.outputs.push_back(value("x", {2}));
  graph.outputs.push_back(value("sum", {2}));
  const auto outputs = execute(graph, {floats({2}, {2, 1})}, Arithmetic::kExact);
  ASSERT_TRUE(outputs.has_value());
  EXPECT_EQ(reals(outputs->at(1)), (Reals{2, 1}));
  EXPECT_EQ(reals(outputs->at(2)), (Reals{3, 1 + 0x1p-12}));
}

TEST(Executor, RefusesWhatItDoesNotKnowByName) {
  Graph graph = small_graph();
  graph.nodes[1].op_type = "Frobnicate";
  const Result<void> known = executable(graph);
  ASSERT_FALSE(known.has_value());
  EXPECT_EQ(known.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(known.error().what, HasSubstr("Frobnicate"));
  EXPECT_THAT(known.error().where, HasSubstr("node 1 'y'"));
  graph.nodes[1] = node("Add", {"sum", "w"}, {"y"});
  graph.nodes[1].domain = "com.example";
  EXPECT_THAT(executable(graph).error().what, HasSubstr("com.example.Add"));
  EXPECT_EQ(execute(graph, {floats({2}, {2, 1})}, Arithmetic::kExact).error().kind, ErrorKind::kUnsupported);
}

TEST(Executor, RefusesInputsThatAreNotTheGraphs) {
  const Graph graph = small_graph();
  EXPECT_EQ(execute(graph, {}, Arithmetic::kExact).error().kind, ErrorKind::kBadInput);
  const auto wrong_shape = execute(graph, {floats({3}, {1, 2, 3})}, Arithmetic::kExact);
  ASSERT_FALSE(wrong_shape.has_value());
  EXPECT_THAT(to_string(wrong_shape.error()), HasSubstr("input 'x': the graph takes float32 of shape [2]"));
}

TEST(Executor, SaysWhichNodeIsNotCanonical) {
  Graph graph = small_graph();
  graph.nodes[1] = node("Elu", {"sum"}, {"y"});
  const auto outputs = execute(graph, {floats({2}, {2, 1})}, Arithmetic::kExact);
  ASSERT_FALSE(outputs.has_value());
  EXPECT_EQ(outputs.error().kind, ErrorKind::kInternal);
  EXPECT_THAT(to_string(outputs.error()),
              HasSubstr("node 1 'y' (Elu): the graph is not canonical: attribute 'alpha'"));
  graph = small_graph();
  graph.values.clear();
  EXPECT_THAT(to_string(execute(graph, {floats({2}, {2, 1})}, Arithmetic::kExact).error()),
              HasSubstr("the shape of 'sum' is not known"));
  graph = small_graph();
  graph.nodes[1] = node("Transpose", {"sum"}, {"y"}, {{"perm", std::vector<std::int64_t>{0}}});
  graph.outputs = {value("y", {1, 2})};
  EXPECT_THAT(to_string(execute(graph, {floats({2}, {2, 1})}, Arithmetic::kExact).error()),
              HasSubstr("should have shape [1, 2] and has [2]"));
}

TEST(Executor, RefusesIndicesPastTheirTable) {
  Graph graph = graph_of(
      {ValueInfo{.name = "i", .type = ElementType::kInt64, .shape = Shape{{.value = 1, .name = {}}}}},
      {constant("table", {3, 1}, {10, 20, 30})},
      {node("Gather", {"table", "i"}, {"y"}, {{"axis", std::int64_t{0}}})});
  graph.outputs = {value("y", {1, 1})};
  const auto at = [&](std::int64_t index) {
    return execute(graph, {{.type = ElementType::kInt64, .dims = {1}, .elements = Integers{index}}},
                   Arithmetic::kExact);
  };
  EXPECT_EQ(reals(at(2)->at(0)), Reals{30});
  EXPECT_EQ(reals(at(-3)->at(0)), Reals{10});
  ASSERT_FALSE(at(3).has_value());
  EXPECT_EQ(at(3).error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(to_string(at(3).error()), HasSubstr("node 0 'y' (Gather): index 3 into 3 places"));
}

}  // namespace
}  // namespace bakeoff::model::reference
