#include "model/reference/scores.h"

#include <gtest/gtest.h>

#include "model/reference/executor.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model::reference {
namespace {

ValueInfo typed(const std::string& name, ElementType type, const std::vector<std::int64_t>& dims) {
  ValueInfo info = value(name, dims);
  info.type = type;
  return info;
}

std::vector<Value> run(const Graph& graph, Reals x) {
  const auto outputs = execute(
      graph, {{.type = ElementType::kFloat, .dims = {1, 3}, .elements = std::move(x)}}, Arithmetic::kExact);
  EXPECT_TRUE(outputs.has_value()) << to_string(outputs.error());
  return outputs.value_or(std::vector<Value>());
}

TEST(Scores, AreFoundBehindArgMaxThroughReshapeAndCast) {
  Graph graph = graph_of({value("x", {1, 3})}, {},
                         {node("Neg", {"x"}, {"scores"}),
                          node("ArgMax", {"scores"}, {"best"},
                               {{"axis", std::int64_t{1}},
                                {"keepdims", std::int64_t{1}},
                                {"select_last_index", std::int64_t{0}}}),
                          node("Reshape", {"best"}, {"flat"}), node("Cast", {"flat"}, {"y"})});
  graph.values = {value("scores", {1, 3}), typed("best", ElementType::kInt64, {1, 1}),
                  typed("flat", ElementType::kInt64, {1})};
  graph.outputs = {typed("y", ElementType::kInt32, {1})};
  const ScoredGraph scored = with_scores(graph);
  EXPECT_EQ(scored.outputs, 1U);
  ASSERT_EQ(scored.decisions.size(), 1U);
  EXPECT_EQ(scored.decisions[0],
            (Decision{.kind = Decision::Kind::kIndex, .output = 0, .score = 1, .axis = 1}));
  const std::vector<Value> outputs = run(scored.graph, {3, 1, 2});
  ASSERT_EQ(outputs.size(), 2U);
  EXPECT_EQ(integers(outputs[0]), Integers{1});
  EXPECT_EQ(reals(outputs[1]), (Reals{-3, -1, -2}));
}

TEST(Scores, OfAComparisonAreTheDifference) {
  Graph graph =
      graph_of({value("x", {1, 3})}, {}, {node("Abs", {"x"}, {"a"}), node("Less", {"x", "a"}, {"y"})});
  graph.values = {value("a", {1, 3})};
  graph.outputs = {typed("y", ElementType::kBool, {1, 3})};
  const ScoredGraph scored = with_scores(graph);
  ASSERT_EQ(scored.decisions.size(), 1U);
  EXPECT_EQ(scored.decisions[0].kind, Decision::Kind::kThreshold);
  const std::vector<Value> outputs = run(scored.graph, {-1, 2, -4});
  ASSERT_EQ(outputs.size(), 2U);
  EXPECT_EQ(integers(outputs[0]), (Integers{1, 0, 1}));
  EXPECT_EQ(reals(outputs[1]), (Reals{-2, 0, -8}));
}

TEST(Scores, OfBothOutputsOfTopKAreNamedOnce) {
  Graph graph = graph_of({value("x", {1, 3})}, {},
                         {node("TopK", {"x"}, {"values", "places"},
                               {{"axis", std::int64_t{1}},
                                {"k", std::int64_t{2}},
                                {"largest", std::int64_t{1}},
                                {"sorted", std::int64_t{1}}})});
  graph.outputs = {value("values", {1, 2}), typed("places", ElementType::kInt64, {1, 2})};
  const ScoredGraph scored = with_scores(graph);
  ASSERT_EQ(scored.decisions.size(), 1U);
  EXPECT_EQ(scored.decisions[0],
            (Decision{.kind = Decision::Kind::kIndex, .output = 1, .score = 2, .axis = 1}));
  const std::vector<Value> outputs = run(scored.graph, {3, 5, 4});
  ASSERT_EQ(outputs.size(), 3U);
  EXPECT_EQ(integers(outputs[1]), (Integers{1, 2}));
  EXPECT_EQ(reals(outputs[2]), (Reals{3, 5, 4}));
}

TEST(Scores, OfACastAndOfQuantising) {
  Graph graph = graph_of({value("x", {1, 3})}, {weights("one", {})},
                         {node("Cast", {"x"}, {"cut"}),
                          node("QuantizeLinear", {"x", "one"}, {"steps"}, {{"axis", std::int64_t{0}}})});
  graph.outputs = {typed("cut", ElementType::kInt32, {1, 3}), typed("steps", ElementType::kUint8, {1, 3})};
  const ScoredGraph scored = with_scores(graph);
  ASSERT_EQ(scored.decisions.size(), 2U);
  EXPECT_EQ(scored.decisions[0].kind, Decision::Kind::kCut);
  EXPECT_EQ(scored.graph.outputs[scored.decisions[0].score].name, "x");
  EXPECT_EQ(scored.decisions[1].kind, Decision::Kind::kSteps);
}

TEST(Scores, OfRealsAndOfIntegersFromIntegersAreNotAsked) {
  Graph graph = graph_of({typed("x", ElementType::kInt64, {1, 3})}, {},
                         {node("Neg", {"x"}, {"y"}), node("Cast", {"y"}, {"z"})});
  graph.outputs = {typed("y", ElementType::kInt64, {1, 3}), value("z", {1, 3})};
  const ScoredGraph scored = with_scores(graph);
  EXPECT_TRUE(scored.decisions.empty());
  EXPECT_EQ(scored.graph, graph);
}

}  // namespace
}  // namespace bakeoff::model::reference
