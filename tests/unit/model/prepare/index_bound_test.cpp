#include "model/prepare/index_bound.h"

#include <gtest/gtest.h>

namespace bakeoff::model {
namespace {

Node node(std::string op_type, std::vector<std::string> inputs, std::string output) {
  Node made;
  made.op_type = std::move(op_type);
  made.inputs = std::move(inputs);
  made.outputs = {std::move(output)};
  return made;
}

Graph with_tables() {
  Graph graph;
  graph.inputs = {{"ids", ElementType::kInt64, std::nullopt}};
  graph.initializers = {{"words", ElementType::kFloat, {100, 8}, {}},
                        {"kinds", ElementType::kFloat, {8, 3}, {}}};
  return graph;
}

TEST(IndexBound, IsTheSizeOfTheTable) {
  Graph graph = with_tables();
  graph.nodes = {node("Gather", {"words", "ids"}, "x")};
  EXPECT_EQ(index_bound(graph, "ids"), 100);
}

TEST(IndexBound, FollowsTheAxis) {
  Graph graph = with_tables();
  for (const std::int64_t axis : {1, -1}) {
    graph.nodes = {node("Gather", {"kinds", "ids"}, "x")};
    graph.nodes[0].attributes["axis"] = axis;
    EXPECT_EQ(index_bound(graph, "ids"), 3);
  }
}

TEST(IndexBound, IsTheSmallestOfSeveral) {
  Graph graph = with_tables();
  graph.nodes = {node("Gather", {"words", "ids"}, "x"), node("Gather", {"kinds", "ids"}, "y")};
  EXPECT_EQ(index_bound(graph, "ids"), 8);
}

TEST(IndexBound, ReachesThroughWhatOnlyMovesValues) {
  Graph graph = with_tables();
  graph.nodes = {node("Cast", {"ids"}, "a"), node("Unsqueeze", {"a"}, "b"), node("Concat", {"z", "b"}, "c"),
                 node("Gather", {"words", "c"}, "x")};
  EXPECT_EQ(index_bound(graph, "ids"), 100);
}

TEST(IndexBound, StopsAtArithmetic) {
  Graph graph = with_tables();
  graph.nodes = {node("Mul", {"ids", "two"}, "a"), node("Gather", {"words", "a"}, "x")};
  EXPECT_EQ(index_bound(graph, "ids"), std::nullopt);
}

TEST(IndexBound, AShapeInputCarriesNoValues) {
  Graph graph = with_tables();
  graph.nodes = {node("Reshape", {"other", "ids"}, "a"), node("Gather", {"words", "a"}, "x")};
  EXPECT_EQ(index_bound(graph, "ids"), std::nullopt);
}

TEST(IndexBound, ComputedTablesCountWhenTheirShapeIsKnown) {
  Graph graph = with_tables();
  graph.nodes = {node("Gather", {"hidden", "ids"}, "x")};
  EXPECT_EQ(index_bound(graph, "ids"), std::nullopt);
  graph.values = {
      {"hidden", ElementType::kFloat, Shape{{.value = 12, .name = {}}, {.value = 4, .name = {}}}}};
  EXPECT_EQ(index_bound(graph, "ids"), 12);
}

TEST(IndexBound, IsUnknownWithoutATable) {
  EXPECT_EQ(index_bound(with_tables(), "ids"), std::nullopt);
}

}  // namespace
}  // namespace bakeoff::model
