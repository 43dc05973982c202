#include "model/onnx/rewrite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/onnx/batch_axis.h"
#include "model/onnx/counts.h"
#include "model/onnx/shapes.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::HasSubstr;

/// A small classifier: convolution, pooling, a Reshape to `target`, a matrix product.
Graph classifier(const std::vector<std::int64_t>& input, const std::vector<std::int64_t>& target) {
  return graph_of({value("x", input)},
                  {weights("w", {8, 3, 3, 3}), integers_tensor("target", target), weights("m", {8, 10})},
                  {node("Conv", {"x", "w"}, {"c"}), node("GlobalAveragePool", {"c"}, {"p"}),
                   node("Reshape", {"p", "target"}, {"r"}), node("MatMul", {"r", "m"}, {"y"})});
}

std::string output_shape(const Result<Graph>& graph) {
  return graph ? to_string(graph->outputs.at(0).shape.value()) : to_string(graph.error());
}

TEST(WithBatch, GivesADynamicBatchItsNumber) {
  const Result<Graph> graph = with_batch(classifier({-1, 3, 8, 8}, {-1, 8}), 16);
  ASSERT_TRUE(graph) << to_string(graph.error());
  EXPECT_EQ(to_string(*graph->inputs[0].shape), "[16, 3, 8, 8]");
  EXPECT_EQ(output_shape(graph), "[16, 10]");
  ASSERT_EQ(graph->values.size(), 3U);
  EXPECT_EQ(to_string(*graph->values[0].shape), "[16, 8, 6, 6]");
}

TEST(WithBatch, RewritesTheReshapeTargetsThatExportersWrite) {
  for (const std::vector<std::int64_t>& target :
       std::vector<std::vector<std::int64_t>>{{1, 8}, {1, -1}, {-1, 8}, {0, 8}, {0, -1}}) {
    for (const std::int64_t own : {std::int64_t{1}, std::int64_t{-1}}) {
      EXPECT_EQ(output_shape(with_batch(classifier({own, 3, 8, 8}, target), 7)), "[7, 10]")
          << to_string(target) << " " << own;
    }
  }
}

TEST(WithBatch, RewritesFromABatchOtherThanOne) {
  EXPECT_EQ(output_shape(with_batch(classifier({4, 3, 8, 8}, {4, 8}), 6)), "[6, 10]");
  EXPECT_EQ(output_shape(with_batch(classifier({4, 3, 8, 8}, {4, -1}), 1)), "[1, 10]");
}

TEST(WithBatch, LeavesATargetAloneThatDoesNotSeeTheBatch) {
  // The second Reshape turns weights, which do not grow, into the same shape that the first one uses.
  Graph graph = graph_of({value("x", {1, 4, 2})},
                         {weights("w", {2, 4}), integers_tensor("target", {1, 8}), weights("m", {1, 8})},
                         {node("Reshape", {"x", "target"}, {"a"}), node("Reshape", {"w", "target"}, {"b"}),
                          node("Add", {"a", "b"}, {"y"})});
  const Result<Graph> changed = with_batch(graph, 3);
  ASSERT_TRUE(changed) << to_string(changed.error());
  EXPECT_EQ(output_shape(changed), "[3, 8]");
  EXPECT_NE(changed->nodes[0].inputs[1], "target");
  EXPECT_EQ(changed->nodes[1].inputs[1], "target");
}

TEST(WithBatch, RemovesTheTargetThatNothingUsesAnyMore) {
  Graph graph = classifier({1, 3, 8, 8}, {1, 8});
  const Result<Graph> changed = with_batch(graph, 3);
  ASSERT_TRUE(changed) << to_string(changed.error());
  for (const Tensor& tensor : changed->initializers) EXPECT_NE(tensor.name, "target");
  EXPECT_EQ(changed->initializers.size(), graph.initializers.size());
}

TEST(WithBatch, RewritesATargetFromAConstantNodeAndFromAnAttribute) {
  Tensor target = integers_tensor("", {1, 8});
  Graph constant =
      graph_of({value("x", {1, 4, 2})}, {},
               {node("Constant", {}, {"t"}, {{"value", target}}), node("Reshape", {"x", "t"}, {"y"})});
  const Result<Graph> changed = with_batch(constant, 5);
  EXPECT_EQ(output_shape(changed), "[5, 8]");
  ASSERT_EQ(changed->nodes.size(), 1U) << "the constant is left over";

  Graph attribute = graph_of({value("x", {1, 4, 2})}, {},
                             {node("Reshape", {"x"}, {"y"}, {{"shape", std::vector<std::int64_t>{1, 8}}})});
  attribute.opset = 4;
  EXPECT_EQ(output_shape(with_batch(attribute, 5)), "[5, 8]");
}

TEST(WithBatch, FollowsShapesThatTheGraphComputes) {
  // x.view(x.size(0), -1) as PyTorch exports it.
  Graph graph =
      graph_of({value("x", {-1, 4, 2})}, {integers_tensor("rest", {-1}), integers_tensor("first", {0})},
               {node("Shape", {"x"}, {"s"}), node("Gather", {"s", "first"}, {"n"}),
                node("Concat", {"n", "rest"}, {"t"}, {{"axis", std::int64_t{0}}}),
                node("Reshape", {"x", "t"}, {"y"})});
  const Result<Graph> changed = with_batch(graph, 9);
  EXPECT_EQ(output_shape(changed), "[9, 8]");
  EXPECT_EQ(changed->nodes[3].inputs[1], "t");
}

TEST(WithBatch, FollowsTheBatchThroughATransposition) {
  Graph graph =
      graph_of({value("x", {1, 6, 4})}, {integers_tensor("t", {6, 1, 2, 2}), integers_tensor("u", {1, 24})},
               {node("Transpose", {"x"}, {"a"}, {{"perm", std::vector<std::int64_t>{1, 0, 2}}}),
                node("Reshape", {"a", "t"}, {"b"}),
                node("Transpose", {"b"}, {"c"}, {{"perm", std::vector<std::int64_t>{1, 0, 2, 3}}}),
                node("Reshape", {"c", "u"}, {"y"})});
  const Result<Graph> changed = with_batch(graph, 5);
  EXPECT_EQ(output_shape(changed), "[5, 24]");
  ASSERT_GE(changed->values.size(), 2U);
  EXPECT_EQ(to_string(*changed->values[1].shape), "[6, 5, 2, 2]");
}

TEST(WithBatch, RefusesToMixItems) {
  // [1, 4, 6] to [4, -1]: with two items the rows would hold elements of both.
  Graph graph =
      graph_of({value("x", {1, 4, 6})}, {integers_tensor("t", {4, -1}), integers_tensor("u", {-1, 4})},
               {node("Reshape", {"x", "t"}, {"a"}), node("Reshape", {"a", "u"}, {"y"})});
  const Result<Graph> changed = with_batch(graph, 2);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(changed.error().what, HasSubstr("mix the items"));
  EXPECT_THAT(changed.error().where, HasSubstr("node 0 'a' (Reshape)"));
  EXPECT_TRUE(with_batch(graph, 1)) << "at its own batch it is a valid model";
}

TEST(WithBatch, RefusesATargetWhoseMeaningIsNotCertain) {
  // [1, 4, 6] to [4, 6] drops the batch: no other batch has a place in it.
  Graph graph =
      graph_of({value("x", {1, 4, 6})}, {integers_tensor("t", {4, 6})}, {node("Reshape", {"x", "t"}, {"y"})});
  const Result<Graph> changed = with_batch(graph, 2);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(changed.error().what, HasSubstr("does not work with batch 2"));
}

TEST(WithBatch, RefusesOutputsThatDoNotGrow) {
  Graph graph = graph_of({value("x", {1, 4})}, {},
                         {node("Relu", {"x"}, {"r"}),
                          node("ReduceMean", {"r"}, {"y"}, {{"axes", std::vector<std::int64_t>{0}}})});
  const Result<Graph> changed = with_batch(graph, 2);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::kUnsupported);
  EXPECT_EQ(changed.error().where, "output 'y'");
  EXPECT_THAT(changed.error().what, HasSubstr("[1, 4] with batch 1 and [1, 4] with batch 2"));
}

TEST(WithBatch, AsksForFixedShapes) {
  Result<Graph> changed = with_batch(classifier({-1, 3, -1, 8}, {-1, 8}), 2);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(changed.error().where, "input 'x'");
  EXPECT_THAT(changed.error().what, HasSubstr("axis 2"));
  EXPECT_THAT(changed.error().hint, HasSubstr("--shape x=1x3x?x8"));

  Graph shapeless = classifier({1, 3, 8, 8}, {1, 8});
  shapeless.inputs[0].shape.reset();
  changed = with_batch(shapeless, 2);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::kBadInput);
}

TEST(WithBatch, TakesInputsThatDisagreeAsTheyAre) {
  Graph graph = graph_of({value("x", {2, 4}), value("z", {5, 4})}, {},
                         {node("Concat", {"x", "z"}, {"y"}, {{"axis", std::int64_t{0}}})});
  for (const int batch : {2, 5, kOwnBatch}) {
    const Result<Graph> same = with_batch(graph, batch);
    ASSERT_TRUE(same) << to_string(same.error());
    EXPECT_EQ(same->inputs, graph.inputs);
    EXPECT_EQ(to_dims(*same->outputs[0].shape), (std::vector<std::int64_t>{7, 4}));
  }
  EXPECT_EQ(batch_of(graph, kOwnBatch).value(), 2);
  const Result<Graph> changed = with_batch(graph, 3);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(changed.error().what, HasSubstr("2 and 5 ('z')"));
  EXPECT_THAT(changed.error().hint, HasSubstr("--batch 2"));
}

TEST(WithBatch, RefusesABatchBelowZeroAndKnowsTheFilesOwn) {
  EXPECT_EQ(with_batch(classifier({1, 3, 8, 8}, {1, 8}), -1).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(batch_of(classifier({6, 3, 8, 8}, {6, 8}), kOwnBatch).value(), 6);
  EXPECT_EQ(batch_of(classifier({-1, 3, 8, 8}, {1, 8}), kOwnBatch).value(), 1);
}

TEST(WithBatch, LetsAnUnknownOperatorThroughAtTheModelsOwnBatchOnly) {
  Graph graph = graph_of({value("x", {2, 4})}, {}, {node("NonZero", {"x"}, {"y"})});
  graph.outputs[0].shape = Shape{Dim{.value = 2, .name = {}}, Dim{}};
  EXPECT_EQ(with_batch(graph, 2).value(), graph);
  const Result<Graph> changed = with_batch(graph, 3);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(changed.error().what, HasSubstr("'NonZero'"));
  EXPECT_THAT(changed.error().hint, HasSubstr("--batch 2"));
}

TEST(WithBatch, LetsAnUnknownOperatorThroughWhereTheFileLeavesTheBatchOpen) {
  Graph graph =
      graph_of({value("x", {-1, 4})}, {},
               {node("Relu", {"x"}, {"r"}), node("NonZero", {"r"}, {"n"}), node("Abs", {"n"}, {"y"})});
  graph.outputs[0].type = ElementType::kInt64;
  for (const int batch : {1, 3}) {
    const Result<Graph> changed = with_batch(graph, batch);
    ASSERT_TRUE(changed) << to_string(changed.error());
    EXPECT_EQ(to_dims(*changed->inputs[0].shape), (std::vector<std::int64_t>{batch, 4}));
    ASSERT_EQ(changed->values.size(), 1U) << "what NonZero makes is not known";
    EXPECT_EQ(to_dims(*changed->values[0].shape), (std::vector<std::int64_t>{batch, 4}));
    EXPECT_EQ(changed->outputs[0].type, ElementType::kInt64) << "as the file says";
  }
}

RC_GTEST_PROP(WithBatch, IsTheSameInOneStepAsInTwo, ()) {
  const auto first = *rc::gen::inRange(1, 65);
  const auto second = *rc::gen::inRange(1, 65);
  const std::vector<std::vector<std::int64_t>> targets = {{1, 8}, {1, -1}, {-1, 8}, {0, 8}};
  const auto target = *rc::gen::elementOf(targets);
  const Graph graph = classifier({1, 3, 8, 8}, target);
  const Result<Graph> in_two = with_batch(with_batch(graph, first).value(), second);
  const Result<Graph> in_one = with_batch(graph, second);
  RC_ASSERT(in_two && in_one);
  RC_ASSERT(in_two->values == in_one->values);
  RC_ASSERT(in_two->outputs == in_one->outputs);
}

TEST(BatchAxis, IsTheOneThatGrowsInProportion) {
  const BatchChange change{.from = 2, .to = 6};
  const auto axis = [&](std::vector<std::int64_t> before, std::vector<std::int64_t> after) {
    return batch_axis(before, after, change);
  };
  EXPECT_EQ(axis({2, 5}, {6, 5}), 0U);
  EXPECT_EQ(axis({5, 8}, {5, 24}), 1U);
  EXPECT_EQ(axis({5, 8}, {5, 8}), std::nullopt);
  EXPECT_EQ(axis({2, 2}, {6, 6}), std::nullopt);
  EXPECT_EQ(axis({2, 5}, {5, 5}), std::nullopt);
  EXPECT_EQ(axis({2}, {6, 1}), std::nullopt);
}

TEST(BatchAxis, MayKeepItemsApart) {
  const BatchChange change{.from = 1, .to = 2};
  const auto apart = [&](std::vector<std::int64_t> data, std::size_t axis, std::vector<std::int64_t> result,
                         std::size_t result_axis) {
    return may_keep_items_apart(data, axis, result, result_axis, change);
  };
  EXPECT_TRUE(apart({1, 4, 6}, 0, {1, 24}, 0));
  EXPECT_TRUE(apart({1, 4, 6}, 0, {4, 6}, 0)) << "heads folded into the batch";
  EXPECT_TRUE(apart({4, 6, 6}, 0, {1, 4, 6, 6}, 0)) << "and out again";
  EXPECT_TRUE(apart({5, 1, 6}, 1, {5, 6}, 0)) << "sequence first";
  EXPECT_FALSE(apart({1, 4, 6}, 0, {4, 6}, 1));
  EXPECT_FALSE(apart({5, 1, 6}, 1, {1, 5, 6}, 0));
}

}  // namespace
}  // namespace bakeoff::model
