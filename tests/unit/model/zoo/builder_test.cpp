#include "model/zoo/builder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/onnx/counts.h"
#include "model/onnx/shapes.h"

namespace bakeoff::model {
namespace {

using Ints = std::vector<std::int64_t>;

TEST(GraphBuilder, NamesNodesValuesAndWeightsAlike) {
  GraphBuilder builder("net", 2, 1);
  const Activation image = builder.input(3, 8, 8);
  const Activation x = builder.conv(
      image, "stem.conv", {.filters = 4, .kernel = 3, .stride = 2, .padding = 1, .bias = Bias::kPresent});
  const Activation pooled = builder.global_average_pool(x, "pool");
  const Graph graph = builder.finish(builder.gemm(builder.flatten(pooled, "flat"), "fc", 10));

  EXPECT_EQ(graph.name, "net");
  EXPECT_EQ(graph.opset, 12);
  ASSERT_EQ(graph.nodes.size(), 4U);
  EXPECT_EQ(graph.nodes[0].inputs, (std::vector<std::string>{"input", "stem.conv.weight", "stem.conv.bias"}));
  EXPECT_EQ(graph.nodes[0].outputs, (std::vector<std::string>{"stem.conv"}));
  EXPECT_EQ(std::get<Ints>(graph.nodes[0].attributes.at("pads")), (Ints{1, 1, 1, 1}));
  EXPECT_EQ(std::get<Ints>(graph.nodes[0].attributes.at("strides")), (Ints{2, 2}));
  EXPECT_EQ(graph.nodes[3].name, "fc");
  EXPECT_EQ(graph.nodes[3].outputs, (std::vector<std::string>{"output"}));
  ASSERT_EQ(graph.inputs.size(), 1U);
  EXPECT_EQ(graph.inputs[0].name, "input");
  EXPECT_EQ((*graph.inputs[0].shape)[0].value, 2);
  ASSERT_EQ(graph.outputs.size(), 1U);
  EXPECT_EQ((*graph.outputs[0].shape)[0].value, 2);
  EXPECT_EQ((*graph.outputs[0].shape)[1].value, 10);
  ASSERT_EQ(graph.initializers.size(), 4U);
  EXPECT_EQ(graph.initializers[0].dims, (Ints{4, 3, 3, 3}));
  EXPECT_EQ(graph.initializers[2].dims, (Ints{10, 4}));
}

TEST(GraphBuilder, FollowsSizes) {
  GraphBuilder builder("net", 1, 1);
  const Activation image = builder.input(3, 224, 224);
  const Activation stem = builder.conv(image, "a", {.filters = 8, .kernel = 7, .stride = 2, .padding = 3});
  EXPECT_EQ(stem.height, 112);
  EXPECT_EQ(stem.channels, 8);
  const Activation whole = builder.conv(image, "b", {.filters = 96, .kernel = 7, .stride = 2});
  EXPECT_EQ(whole.height, 109);
  EXPECT_EQ(builder.max_pool(whole, "c", {.kernel = 3, .stride = 2}).height, 54);
  const Activation even = builder.max_pool(whole, "d", {.kernel = 3, .stride = 2});
  EXPECT_EQ(builder.max_pool(even, "e", {.kernel = 3, .stride = 2}).width, 26);
  EXPECT_EQ(builder.max_pool(even, "f", {.kernel = 3, .stride = 2, .rounding = Rounding::kUp}).width, 27);
  EXPECT_EQ(builder.concat({stem, stem, stem}, "g").channels, 24);
}

TEST(GraphBuilder, AFilterOfAGroupSeesItsChannelsOnly) {
  GraphBuilder builder("net", 1, 1);
  const Activation image = builder.input(6, 8, 8);
  const Activation x = builder.conv(image, "grouped", {.filters = 4, .kernel = 3, .padding = 1, .groups = 2});
  const Activation y = builder.conv(x, "depthwise", {.filters = 4, .kernel = 3, .padding = 1, .groups = 4});
  const Graph graph = builder.finish(builder.flatten(y, "flat"));
  EXPECT_EQ(std::get<std::int64_t>(graph.nodes[0].attributes.at("group")), 2);
  EXPECT_EQ(graph.initializers[0].dims, (Ints{4, 3, 3, 3}));
  EXPECT_EQ(std::get<std::int64_t>(graph.nodes[1].attributes.at("group")), 4);
  EXPECT_EQ(graph.initializers[1].dims, (Ints{4, 1, 3, 3}));
}

TEST(GraphBuilder, AKernelNeedNotBeSquare) {
  GraphBuilder builder("net", 1, 1);
  const Activation image = builder.input(3, 17, 17);
  const Activation flat = builder.conv(image, "flat", {.filters = 2, .kernel = {1, 7}, .padding = {0, 3}});
  EXPECT_EQ(flat.height, 17);
  EXPECT_EQ(flat.width, 17);
  const Activation cut = builder.conv(flat, "cut", {.filters = 2, .kernel = {7, 1}});
  EXPECT_EQ(cut.height, 11);
  EXPECT_EQ(cut.width, 17);
  const Graph graph = builder.finish(builder.flatten(cut, "flattened"));
  EXPECT_EQ(std::get<Ints>(graph.nodes[0].attributes.at("pads")), (Ints{0, 3, 0, 3}));
  EXPECT_EQ(graph.initializers[0].dims, (Ints{2, 3, 1, 7}));
}

TEST(GraphBuilder, AShuffleDealsTheChannelsOut) {
  GraphBuilder builder("net", 5, 1);
  const Activation x = builder.channel_shuffle(builder.input(6, 2, 2), "shuffle", 3);
  EXPECT_EQ(x.channels, 6);
  const Graph graph = builder.finish(builder.flatten(x, "flat"));
  ASSERT_EQ(graph.nodes.size(), 4U);
  EXPECT_EQ(std::get<Ints>(graph.nodes[1].attributes.at("perm")), (Ints{0, 2, 1, 3, 4}));
  const Result<Graph> inferred = infer_shapes(graph);
  ASSERT_TRUE(inferred.has_value()) << to_string(inferred.error());
  EXPECT_EQ(to_dims(*inferred->values[0].shape), (Ints{5, 3, 2, 2, 2}));
  EXPECT_EQ(to_dims(*inferred->values[1].shape), (Ints{5, 2, 3, 2, 2}));
  EXPECT_EQ(to_dims(*inferred->values[2].shape), (Ints{5, 6, 2, 2}));
}

TEST(GraphBuilder, HalvesAreTwoOutputsOfOneNode) {
  GraphBuilder builder("net", 1, 1);
  const auto [first, second] = builder.halves(builder.input(6, 2, 2), "split");
  EXPECT_EQ(first.channels, 3);
  const Graph graph = builder.finish(builder.flatten(builder.concat({second, first}, "joined"), "flat"));
  EXPECT_EQ(graph.nodes[0].outputs, (std::vector<std::string>{"split.0", "split.1"}));
  EXPECT_EQ(graph.nodes[1].inputs, (std::vector<std::string>{"split.1", "split.0"}));
}

// The moments that the builder expects, against the definition on values that have them.
TEST(GraphBuilder, NormalisationOfTheResponseShrinksWhatIsLarge) {
  GraphBuilder builder("net", 1, 1);
  Activation x = builder.input(8, 4, 4);
  x.mean = 100.0;
  x.variance = 0.0;
  const Activation y = builder.lrn(x, "norm");
  EXPECT_NEAR(y.mean, 100.0 / std::pow(1.0 + 1e-4 * 100.0 * 100.0, 0.75), 1e-4);
  EXPECT_EQ(y.variance, 0.0);
}

TEST(GraphBuilder, AllClipsShareOnePairOfBounds) {
  GraphBuilder builder("net", 1, 1);
  const Activation a = builder.relu6(builder.input(1, 4, 4), "a");
  const Graph graph = builder.finish(builder.flatten(builder.relu6(a, "b"), "flat"));
  EXPECT_EQ(graph.nodes[0].op_type, "Clip");
  EXPECT_EQ(graph.nodes[0].inputs, (std::vector<std::string>{"input", "relu6.min", "relu6.max"}));
  EXPECT_EQ(graph.nodes[1].inputs, (std::vector<std::string>{"a", "relu6.min", "relu6.max"}));
  ASSERT_EQ(graph.initializers.size(), 2U);
  EXPECT_EQ(graph.initializers[1].data, std::string("\0\0\xc0\x40", 4));  // 6
  EXPECT_TRUE(graph.initializers[1].dims.empty());
}

TEST(GraphBuilder, MixesTheMomentsOfJoinedParts) {
  GraphBuilder builder("net", 1, 1);
  Activation a = builder.input(1, 4, 4);
  Activation b = a;
  b.channels = 3;
  b.mean = 4.0;
  b.variance = 0.0;
  const Activation joined = builder.concat({a, b}, "joined");
  EXPECT_DOUBLE_EQ(joined.mean, 3.0);              // (0 + 3 x 4) / 4
  EXPECT_DOUBLE_EQ(joined.variance, 12.25 - 9.0);  // (1 + 3 x 16) / 4 - 9
  const Activation sum = builder.add(a, b, "sum");
  EXPECT_DOUBLE_EQ(sum.mean, 4.0);
  EXPECT_DOUBLE_EQ(sum.variance, 1.0);
}

}  // namespace
}  // namespace bakeoff::model
