#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "model/onnx/canonical.h"
#include "model/onnx/counts.h"
#include "unit/model/onnx/dialect.h"
#include "unit/model/onnx/graphs.h"
#include "unit/model/onnx/uses.h"

namespace bakeoff::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t kOne = 1;

TEST(CanonicalSoftmax, OfOldOpsetsIsReshapedAround) {
  const Graph graph = canonical_of({.op_type = "Softmax", .x = {2, 3, 4, 5}, .opset = 12});
  ASSERT_EQ(graph.nodes.size(), 3U);
  EXPECT_THAT(get<Integers>(graph.nodes[0], "shape"), ElementsAre(2, 60));
  EXPECT_EQ(get<std::int64_t>(graph.nodes[1], "axis"), 1);
  EXPECT_EQ(graph.nodes[1].op_type, "Softmax");
  EXPECT_THAT(get<Integers>(graph.nodes[2], "shape"), ElementsAre(2, 3, 4, 5));
  ASSERT_EQ(graph.values.size(), 2U);
  EXPECT_EQ(to_string(*graph.values[1].shape), "[2, 60]");
}

TEST(CanonicalSoftmax, StaysWhereFlatteningChangesNothing) {
  const auto axis = [](const Integers& x, const Attributes& attributes, std::int64_t opset) {
    return get<std::int64_t>(
        node_of({.op_type = "LogSoftmax", .x = x, .attributes = attributes, .opset = opset}), "axis");
  };
  EXPECT_EQ(axis({2, 1000}, {}, 12), 1);
  EXPECT_EQ(axis({2, 1000, 1, 1}, {}, 11), 1);
  EXPECT_EQ(axis({2, 3, 4}, {{"axis", std::int64_t{-1}}}, 11), 2);
  EXPECT_EQ(axis({2, 3, 4}, {}, 13), 2);
  EXPECT_EQ(axis({2, 3, 4}, {{"axis", std::int64_t{-3}}}, 13), 0);
}

TEST(CanonicalClip, HasItsBoundsAsAttributes) {
  const auto bounds = [](const Node& clip) {
    return std::pair(get<float>(clip, "min"), get<float>(clip, "max"));
  };
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(bounds(node_of({.op_type = "Clip", .x = {4}, .attributes = {{"max", 6.0F}}, .opset = 10})),
            std::pair(-kInfinity, 6.0F));
  EXPECT_EQ(bounds(node_of({.op_type = "Clip", .x = {4}, .constants = {scalar("low", 1)}, .opset = 11})),
            std::pair(1.0F, kInfinity));
  EXPECT_EQ(
      bounds(node_of({.op_type = "Clip", .x = {4}, .constants = {scalar("low", 0), scalar("high", 6)}})),
      std::pair(0.0F, 6.0F));
}

TEST(CanonicalClip, KeepsBoundsThatAreComputed) {
  Graph graph = graph_of({value("x", {4}), value("low", {})}, {}, {node("Clip", {"x", "low"}, {"y"})});
  const Result<Graph> result = canonical(graph);
  ASSERT_TRUE(result) << to_string(result.error());
  EXPECT_THAT(result->nodes.front().inputs, ElementsAre("x", "low"));
  EXPECT_TRUE(result->nodes.front().attributes.empty());
}

TEST(CanonicalSlice, NamesEveryAxis) {
  const Node from_inputs =
      node_of({.op_type = "Slice",
               .x = {4, 6, 8},
               .constants = {integers_tensor("starts", {-1, 1}), integers_tensor("ends", {-9, 1000}),
                             integers_tensor("axes", {-1, 0}), integers_tensor("steps", {-3, 2})}});
  EXPECT_THAT(from_inputs.inputs, ElementsAre("x"));
  EXPECT_THAT(get<Integers>(from_inputs, "starts"), ElementsAre(1, 0, 7));
  EXPECT_THAT(get<Integers>(from_inputs, "steps"), ElementsAre(2, 1, -3));
  const Node from_attributes = node_of({.op_type = "Slice",
                                        .x = {4, 6},
                                        .attributes = {{"starts", Integers{1}}, {"ends", Integers{3}}},
                                        .opset = 9});
  EXPECT_THAT(get<Integers>(from_attributes, "starts"), ElementsAre(1, 0));
}

TEST(CanonicalPad, OfEveryOpset) {
  const Node old = node_of({.op_type = "Pad",
                            .x = {2, 3},
                            .attributes = {{"pads", Integers{0, 1, 0, 2}}, {"value", 2.0F}},
                            .opset = 10});
  EXPECT_THAT(get<Integers>(old, "pads"), ElementsAre(0, 1, 0, 2));
  EXPECT_EQ(get<float>(old, "value"), 2.0F);
  const Node young = node_of(
      {.op_type = "Pad",
       .x = {2, 3},
       .constants = {integers_tensor("pads", {1, 2}), scalar("value", 7), integers_tensor("axes", {-1})},
       .opset = 18});
  EXPECT_THAT(get<Integers>(young, "pads"), ElementsAre(0, 1, 0, 2));
  EXPECT_EQ(get<float>(young, "value"), 7.0F);
  EXPECT_EQ(get<std::string>(young, "mode"), "constant");
}

TEST(CanonicalSplit, NamesLengthsAndAllParts) {
  Graph graph = graph_of(
      {value("x", {7, 2})}, {},
      {node("Split", {"x"}, {"a", "", "b"}, {{"num_outputs", std::int64_t{3}}}), node("Relu", {"b"}, {"y"})});
  graph.opset = 18;
  const Result<Graph> result = canonical(graph);
  ASSERT_TRUE(result) << to_string(result.error());
  EXPECT_THAT(dialect_faults(graph, *result), IsEmpty());
  EXPECT_THAT(get<Integers>(result->nodes.front(), "split"), ElementsAre(3, 3, 1));
  EXPECT_EQ(result->nodes.front().outputs.size(), 3U);
}

TEST(CanonicalReduce, TakesItsAxesFromAnywhere) {
  const auto axes = [](const Use& use) { return get<Integers>(node_of(use), "axes"); };
  EXPECT_THAT(axes({.op_type = "ReduceMean", .x = {2, 3, 4}}), ElementsAre(0, 1, 2));
  EXPECT_THAT(axes({.op_type = "ReduceMax", .x = {2, 3, 4}, .attributes = {{"axes", Integers{-1, 0}}}}),
              ElementsAre(0, 2));
  EXPECT_THAT(axes({.op_type = "ReduceSum", .x = {2, 3, 4}, .constants = {integers_tensor("axes", {-2})}}),
              ElementsAre(1));
  const Attributes noop = {{"noop_with_empty_axes", kOne}};
  EXPECT_EQ(node_of({.op_type = "ReduceSum", .x = {2, 3}, .attributes = noop}).op_type, "Identity");
  EXPECT_THAT(axes({.op_type = "ReduceL1", .x = {2, 3}, .attributes = noop, .opset = 18}), IsEmpty());
}

TEST(CanonicalTopK, OfEveryOpset) {
  const std::vector<std::string> both = {"values", "indices"};
  const Node old = node_of({.op_type = "TopK",
                            .x = {2, 5},
                            .constants = {integers_tensor("k", {3})},
                            .opset = 10,
                            .outputs = both});
  EXPECT_EQ(get<std::int64_t>(old, "k"), 3);
  EXPECT_EQ(get<std::int64_t>(old, "axis"), 1);
  EXPECT_EQ(get<std::int64_t>(old, "largest"), 1);
  const Node oldest = node_of(
      {.op_type = "TopK", .x = {2, 5}, .attributes = {{"k", std::int64_t{2}}}, .opset = 9, .outputs = both});
  EXPECT_EQ(get<std::int64_t>(oldest, "k"), 2);
  EXPECT_THAT(oldest.inputs, ElementsAre("x"));
}

TEST(CanonicalBatchNormalization, IsForInference) {
  std::vector<Tensor> vectors;
  for (const char* name : {"scale", "bias", "mean", "variance"}) vectors.push_back(weights(name, {3}));
  const Use use{.op_type = "BatchNormalization",
                .x = {1, 3, 2},
                .constants = vectors,
                .attributes = {{"momentum", 0.5F}, {"spatial", kOne}},
                .opset = 7};
  EXPECT_FLOAT_EQ(get<float>(node_of(use), "epsilon"), 1e-5F);
  Use training = use;
  training.attributes = {{"training_mode", kOne}};
  EXPECT_THAT(refusal_of(training), HasSubstr("training mode"));
  training.attributes = {};
  training.outputs = {"y", "new_mean", "new_variance"};
  EXPECT_THAT(refusal_of(training), HasSubstr("training mode"));
}

TEST(CanonicalGroupNormalization, HasOneScaleAChannel) {
  const Graph graph = canonical_of({.op_type = "GroupNormalization",
                                    .x = {1, 4, 3},
                                    .constants = {floats_tensor("scale", {2}, {5, 7}), weights("bias", {2})},
                                    .attributes = {{"num_groups", std::int64_t{2}}},
                                    .opset = 18});
  ASSERT_EQ(graph.initializers.size(), 2U);
  EXPECT_EQ(graph.initializers[0].data, floats_tensor("", {4}, {5, 5, 7, 7}).data);
}

TEST(CanonicalGather, CountsConstantIndicesFromTheFront) {
  const Graph graph = canonical_of({.op_type = "Gather",
                                    .x = {3, 5},
                                    .constants = {integers_tensor("indices", {-1, 0})},
                                    .attributes = {{"axis", std::int64_t{-1}}}});
  ASSERT_EQ(graph.initializers.size(), 1U);
  EXPECT_EQ(graph.initializers[0].data, integers_tensor("", {4, 0}).data);
  EXPECT_EQ(get<std::int64_t>(graph.nodes[0], "axis"), 1);
  EXPECT_THAT(refusal_of({.op_type = "Gather", .x = {3}, .constants = {integers_tensor("indices", {3})}}),
              HasSubstr("index 3 into 3 elements"));
}

TEST(CanonicalQuantizeLinear, HasAZeroPoint) {
  const Graph graph =
      canonical_of({.op_type = "QuantizeLinear", .x = {2, 3}, .constants = {weights("scale", {3})}});
  ASSERT_EQ(graph.initializers.size(), 2U);
  EXPECT_EQ(graph.initializers[1].type, ElementType::kUint8);
  EXPECT_EQ(graph.initializers[1].data, std::string(3, '\0'));
  EXPECT_EQ(graph.outputs[0].type, ElementType::kUint8);
  EXPECT_EQ(get<std::int64_t>(graph.nodes[0], "axis"), 1);
}

TEST(CanonicalEinsum, WritesItsResultOut) {
  Graph graph = graph_of({value("x", {2, 3}), value("w", {3, 4})}, {},
                         {node("Einsum", {"x", "w"}, {"y"}, {{"equation", std::string("bj, jk")}})});
  const Result<Graph> result = canonical(graph);
  ASSERT_TRUE(result) << to_string(result.error());
  EXPECT_EQ(get<std::string>(result->nodes[0], "equation"), "bj,jk->bk");
  EXPECT_EQ(to_string(*result->outputs[0].shape), "[2, 4]");
}

TEST(CanonicalAttributes, GetTheirDefaults) {
  EXPECT_EQ(get<std::int64_t>(node_of({.op_type = "LpNormalization", .x = {2, 3}}), "axis"), 1);
  EXPECT_EQ(get<std::int64_t>(node_of({.op_type = "GlobalLpPool", .x = {1, 2, 3}}), "p"), 2);
  EXPECT_THAT(get<Integers>(node_of({.op_type = "MeanVarianceNormalization",
                                     .x = {2, 3, 4},
                                     .attributes = {{"axes", Integers{-1, 0}}}}),
                            "axes"),
              ElementsAre(0, 2));
  EXPECT_FLOAT_EQ(get<float>(node_of({.op_type = "LeakyRelu", .x = {2}}), "alpha"), 0.01F);
  EXPECT_FLOAT_EQ(get<float>(node_of({.op_type = "HardSigmoid", .x = {2}}), "alpha"), 0.2F);
  EXPECT_EQ(get<std::string>(node_of({.op_type = "Gelu", .x = {2}, .opset = 20}), "approximate"), "none");
  const Node gemm = node_of({.op_type = "Gemm", .x = {2, 3}, .constants = {weights("b", {3, 4})}});
  EXPECT_EQ(get<float>(gemm, "beta"), 1.0F);
  EXPECT_EQ(get<std::int64_t>(gemm, "transB"), 0);
  EXPECT_THAT(refusal_of({.op_type = "LeakyRelu", .x = {2}, .attributes = {{"alpha", kOne}}}),
              HasSubstr("attribute 'alpha' has the wrong type"));
}

}  // namespace
}  // namespace bakeoff::model
