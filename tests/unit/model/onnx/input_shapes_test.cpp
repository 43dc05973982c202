#include "model/onnx/input_shapes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/onnx/counts.h"
#include "model/onnx/rewrite.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::HasSubstr;
using Ints = std::vector<std::int64_t>;

/// Two inputs [N, sequence, 8].
Graph sequences() {
  Graph graph = graph_of({value("ids", {-1, -1, 8}), value("mask", {-1, -1, 8})}, {},
                         {node("Add", {"ids", "mask"}, {"y"})});
  for (ValueInfo& input : graph.inputs) {
    (*input.shape)[0].name = "N";
    (*input.shape)[1].name = "sequence";
  }
  return graph;
}

TEST(WithShapes, FillsAxesOfTheSameNameToo) {
  const Result<Graph> graph = with_shapes(sequences(), {{"ids", {1, 16, 8}}});
  ASSERT_TRUE(graph) << to_string(graph.error());
  for (const ValueInfo& input : graph->inputs) EXPECT_EQ(to_dims(*input.shape), (Ints{1, 16, 8}));
  EXPECT_EQ(to_dims(*with_batch(*graph, 4)->outputs[0].shape), (Ints{4, 16, 8}));
}

TEST(WithShapes, LeavesAGraphAloneWithoutShapes) {
  EXPECT_EQ(with_shapes(sequences(), {}).value(), sequences());
}

TEST(WithShapes, OverridesWhatTheFileFixed) {
  Graph graph = graph_of({value("x", {1, 3, 8, 8})}, {}, {node("Relu", {"x"}, {"y"})});
  const Result<Graph> other = with_shapes(graph, {{"x", {1, 3, 16, 16}}});
  EXPECT_EQ(to_dims(*with_batch(*other, 2)->outputs[0].shape), (Ints{2, 3, 16, 16}));
}

TEST(WithShapes, SaysWhatDoesNotFit) {
  EXPECT_THAT(with_shapes(sequences(), {{"idx", {1, 1, 8}}}).error().hint, HasSubstr("did you mean 'ids'"));
  EXPECT_THAT(with_shapes(sequences(), {{"picture", {1}}}).error().hint, HasSubstr("'ids' [N, sequence, 8]"));
  EXPECT_THAT(with_shapes(sequences(), {{"ids", {1, 8}}}).error().what, HasSubstr("has 3 axes"));
  EXPECT_THAT(with_shapes(sequences(), {{"ids", {1, 4, 8}}, {"mask", {1, 5, 8}}}).error().what,
              HasSubstr("'sequence' would be 4 and 5 long"));
}

}  // namespace
}  // namespace bakeoff::model
