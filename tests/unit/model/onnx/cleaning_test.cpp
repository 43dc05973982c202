#include "model/onnx/cleaning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Clean, LeavesACleanGraphAlone) {
  const Graph graph =
      graph_of({value("x", {1, 4})}, {weights("w", {4, 2})}, {node("MatMul", {"x", "w"}, {"y"})});
  const Cleaned cleaned = clean(graph);
  EXPECT_EQ(cleaned.graph, graph);
  EXPECT_THAT(cleaned.changes, IsEmpty());
}

TEST(Clean, TakesOutWhatDoesNothing) {
  Graph graph =
      graph_of({value("x", {1, 4})}, {weights("left_over", {3})},
               {node("Constant", {}, {"c"}, {{"value", weights("", {4})}}),
                node("Constant", {}, {"s"}, {{"value_float", 2.0F}}), node("Identity", {"x"}, {"i"}),
                node("Dropout", {"i"}, {"d", "mask"}), node("Exp", {"d"}, {"nobody"}),
                node("Add", {"d", "c"}, {"a"}), node("Mul", {"a", "s"}, {"y"})});
  graph.overridable = {"left_over"};
  graph.values = {value("d", {1, 4}), value("a", {1, 4})};
  const Cleaned cleaned = clean(graph);
  ASSERT_EQ(cleaned.graph.nodes.size(), 2U);
  EXPECT_THAT(cleaned.graph.nodes[0].inputs, ElementsAre("x", "c"));
  ASSERT_EQ(cleaned.graph.initializers.size(), 2U);
  EXPECT_EQ(cleaned.graph.initializers[1].name, "s");
  EXPECT_EQ(cleaned.graph.initializers[1].data, std::string("\0\0\0\x40", 4)) << "2.0, little-endian";
  ASSERT_EQ(cleaned.graph.values.size(), 1U);
  EXPECT_EQ(cleaned.graph.values[0].name, "a");
  EXPECT_THAT(cleaned.changes,
              ElementsAre("initializers no longer listed as inputs: 1", "Constant nodes made initializers: 2",
                          "Identity and Dropout nodes bypassed: 2", "nodes that no output needs taken out: 1",
                          "unused initializers taken out: 1 (12 bytes)"));
}

TEST(Clean, KeepsWhatIsAnOutputOrTrains) {
  Graph graph =
      graph_of({value("x", {1, 4})}, {weights("ratio", {}), weights("train", {})},
               {node("Dropout", {"x", "ratio", "train"}, {"d"}), node("Dropout", {"d"}, {"e", "mask"}),
                node("Where", {"mask", "e", "d"}, {"w"}), node("Identity", {"w"}, {"y"})});
  EXPECT_EQ(clean(graph).graph, graph);
}

}  // namespace
}  // namespace bakeoff::model
