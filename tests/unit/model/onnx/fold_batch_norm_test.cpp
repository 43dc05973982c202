#include "model/onnx/fold_batch_norm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "base/random.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using Values = std::vector<float>;

Values values_of(const Graph& graph, const std::string& name) {
  for (const Tensor& tensor : graph.initializers) {
    if (tensor.name != name) continue;
    Values values(tensor.data.size() / sizeof(float));
    std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
    return values;
  }
  ADD_FAILURE() << "no initializer " << name;
  return {};
}

Tensor random(const std::string& name, const std::vector<std::int64_t>& dims, double centre = 0) {
  Tensor tensor = weights(name, dims);
  Dice dice{std::hash<std::string>{}(name)};
  for (std::size_t i = 0; i < tensor.data.size(); i += sizeof(float)) {
    const auto value = static_cast<float>(centre + dice.uniform() - 0.5);
    std::memcpy(tensor.data.data() + i, &value, sizeof value);
  }
  return tensor;
}

std::vector<Tensor> statistics(std::int64_t channels) {
  return {random("scale", {channels}, 1), random("shift", {channels}), random("mean", {channels}),
          random("variance", {channels}, 1)};
}

Node norm(const std::string& from, const std::string& to) {
  return node("BatchNormalization", {from, "scale", "shift", "mean", "variance"}, {to},
              {{"epsilon", 0.125F}});
}

/// The normalisation as its definition has it, in double.
double normalised(const Graph& graph, double x, std::size_t channel) {
  const double deviation = std::sqrt(values_of(graph, "variance")[channel] + 0.125);
  return (x - values_of(graph, "mean")[channel]) / deviation * values_of(graph, "scale")[channel] +
         values_of(graph, "shift")[channel];
}

/// y[filter] = sum over the filter's weights of w * x, + bias: a convolution at one place.
Values at_one_place(const Values& weights, const Values& biases, const Values& x) {
  Values y;
  for (std::size_t filter = 0; filter * x.size() < weights.size(); ++filter) {
    double sum = biases.empty() ? 0 : biases[filter];
    for (std::size_t i = 0; i < x.size(); ++i) sum += double{weights[filter * x.size() + i]} * x[i];
    y.push_back(static_cast<float>(sum));
  }
  return y;
}

Graph conv_graph(bool with_bias) {
  std::vector<Tensor> tensors = statistics(4);
  tensors.push_back(random("w", {4, 2, 3, 3}));
  if (with_bias) tensors.push_back(random("b", {4}));
  return graph_of(
      {value("x", {1, 2, 8, 8})}, tensors,
      {node("Conv", with_bias ? std::vector<std::string>{"x", "w", "b"} : std::vector<std::string>{"x", "w"},
            {"c"}),
       norm("c", "n"), node("Relu", {"n"}, {"y"})});
}

TEST(FoldBatchNorm, ConvolutionGivesWhatConvolutionAndNormalisationGave) {
  for (const bool with_bias : {false, true}) {
    const Graph before = conv_graph(with_bias);
    const Graph after = fold_batch_norm(before);
    ASSERT_EQ(after.nodes.size(), 2U);
    EXPECT_EQ(after.nodes[0].op_type, "Conv");
    EXPECT_EQ(after.nodes[0].outputs, (std::vector<std::string>{"n"}));
    EXPECT_EQ(after.nodes[1], before.nodes[2]);
    EXPECT_EQ(after.initializers.size(), 2U);
    ASSERT_EQ(after.nodes[0].inputs.size(), 3U);

    const Tensor patch = random("patch", {18});
    Values x(18);
    std::memcpy(x.data(), patch.data.data(), patch.data.size());
    const Values plain =
        at_one_place(values_of(before, "w"), with_bias ? values_of(before, "b") : Values{}, x);
    const Values folded = at_one_place(values_of(after, after.nodes[0].inputs[1]),
                                       values_of(after, after.nodes[0].inputs[2]), x);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(folded[i], normalised(before, plain[i], i), 1e-6);
  }
}

TEST(FoldBatchNorm, GemmGivesWhatGemmAndNormalisationGave) {
  for (const std::int64_t transposed : {0, 1}) {
    std::vector<Tensor> tensors = statistics(4);
    tensors.push_back(
        random("w", transposed == 1 ? std::vector<std::int64_t>{4, 3} : std::vector<std::int64_t>{3, 4}));
    tensors.push_back(random("b", {4}));
    const Graph before = graph_of(
        {value("x", {1, 3})}, tensors,
        {node("Gemm", {"x", "w", "b"}, {"g"}, {{"transB", transposed}, {"alpha", 3.0F}, {"beta", 0.5F}}),
         norm("g", "y")});
    const Graph after = fold_batch_norm(before);
    ASSERT_EQ(after.nodes.size(), 1U);
    EXPECT_EQ(std::get<float>(after.nodes[0].attributes.at("alpha")), 3.0F);
    EXPECT_EQ(std::get<float>(after.nodes[0].attributes.at("beta")), 1.0F);
    const Values w = values_of(before, "w");
    const Values b = values_of(before, "b");
    const Values folded_w = values_of(after, after.nodes[0].inputs[1]);
    const Values folded_b = values_of(after, after.nodes[0].inputs[2]);
    const Values x{0.5F, -2.0F, 0.75F};
    for (std::size_t unit = 0; unit < 4; ++unit) {
      double plain = 0.5 * b[unit];
      double folded = folded_b[unit];
      for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t at = transposed == 1 ? unit * 3 + i : i * 4 + unit;
        plain += 3.0 * w[at] * x[i];
        folded += 3.0 * folded_w[at] * x[i];
      }
      EXPECT_NEAR(folded, normalised(before, plain, unit), 2e-6);
    }
  }
}

TEST(FoldBatchNorm, WhatOthersUseIsLeftAsItIs) {
  // The convolution's result goes elsewhere too.
  Graph graph = conv_graph(true);
  graph.nodes.push_back(node("Add", {"c", "y"}, {"z"}));
  EXPECT_EQ(fold_batch_norm(graph), graph);

  graph = conv_graph(true);
  graph.outputs.push_back(value("c", {1, 4, 6, 6}));
  EXPECT_EQ(fold_batch_norm(graph), graph);
}

TEST(FoldBatchNorm, SharedWeightsAreCopied) {
  Graph graph = conv_graph(true);
  graph.nodes.push_back(node("Conv", {"x", "w", "b"}, {"other"}));
  graph.outputs.push_back(value("other", {1, 4, 6, 6}));
  const Graph folded = fold_batch_norm(graph);
  ASSERT_EQ(folded.nodes.size(), 3U);
  EXPECT_EQ(folded.nodes[2], graph.nodes[3]);
  EXPECT_EQ(values_of(folded, "w"), values_of(graph, "w"));
  EXPECT_NE(folded.nodes[0].inputs[1], "w");
  EXPECT_NE(values_of(folded, folded.nodes[0].inputs[1]), values_of(graph, "w"));
}

TEST(FoldBatchNorm, WhatHasNoConvolutionOrNoConstantsBeforeItStays) {
  const Graph alone = graph_of({value("x", {1, 4, 8, 8})}, statistics(4), {norm("x", "y")});
  EXPECT_EQ(fold_batch_norm(alone), alone);

  const Graph relu =
      graph_of({value("x", {1, 4, 8, 8})}, statistics(4), {node("Relu", {"x"}, {"r"}), norm("r", "y")});
  EXPECT_EQ(fold_batch_norm(relu), relu);

  Graph training = conv_graph(true);
  training.opset = 14;
  training.nodes[1].attributes["training_mode"] = std::int64_t{1};
  EXPECT_EQ(fold_batch_norm(training), training);

  Graph computed = conv_graph(false);
  std::erase_if(computed.initializers, [](const Tensor& tensor) { return tensor.name == "mean"; });
  computed.inputs.push_back(value("mean", {4}));
  EXPECT_EQ(fold_batch_norm(computed), computed);
}

}  // namespace
}  // namespace bakeoff::model
