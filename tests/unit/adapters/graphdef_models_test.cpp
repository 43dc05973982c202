// Whole networks, lowered to GraphDef and run by TensorFlow, against what ONNX Runtime makes of the ONNX
// file.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>

#include "model/lower/graphdef/to_graphdef.h"
#include "model/onnx/canonical.h"
#include "model/onnx/counts.h"
#include "model/onnx/writer.h"
#include "model/zoo/catalogue.h"
#include "unit/adapters/lowered.h"
#include "unit/adapters/runtimes_fixture.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::test {
namespace {

model::Tensor image(const model::ValueInfo& input) {
  const std::vector<std::int64_t> dims = model::to_dims(*input.shape).value();
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> values(static_cast<std::size_t>(model::element_count(dims).value()));
  for (float& value : values) value = normal(random);
  return {input.name, input.type, dims,
          std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float))};
}

/// The first output of a model file, computed in a process of its own.
std::vector<float> computed(const Installed& runtime, const std::string& form, const std::string& bytes,
                            const Tensor& input, const std::string& output) {
  const TemporaryFile file(bytes);
  const TemporaryFile answer("");
  isolated([&] {
    Driver driver(runtime.name);
    driver.form = form;
    driver.output_names = {output};
    ASSERT_EQ(driver.open(runtime.folder), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.load(file.path(), {{input}}), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.create_context({{input}}), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.run(), BAKEOFF_OK) << driver.message();
    std::ofstream(answer.path(), std::ios::binary) << driver.outputs().front().data;
  });
  std::ifstream read(answer.path(), std::ios::binary);
  const std::string data{std::istreambuf_iterator<char>(read), {}};
  std::vector<float> values(data.size() / sizeof(float));
  std::memcpy(values.data(), data.data(), data.size());
  return values;
}

double relative_error(const std::vector<float>& actual, const std::vector<float>& expected) {
  double error = 0;
  double greatest = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    error = std::max(error, std::fabs(static_cast<double>(actual[i]) - expected[i]));
    greatest = std::max(greatest, std::fabs(static_cast<double>(expected[i])));
  }
  return error / greatest;
}

class GraphDefModels : public RuntimesTest {
 protected:
  /// Both runtimes on the same graph and input; expects outputs within 1e-5 of one another.
  static void compare(const model::Graph& graph) {
    const Installed reference = installed("onnxruntime").back();
    if (reference.version.empty()) GTEST_SKIP() << "bakeoff runtimes install onnxruntime";
    const auto canonical = model::canonical(graph);
    ASSERT_TRUE(canonical) << to_string(canonical.error());
    const auto lowered = model::to_graphdef(*canonical);
    ASSERT_TRUE(lowered) << to_string(lowered.error());
    const model::Tensor input = image(graph.inputs.front());
    const Tensor as_onnx{input.name, BAKEOFF_FLOAT32, input.dims, input.data};
    const auto expected =
        computed(reference, "onnx", model::to_onnx(graph), as_onnx, graph.outputs.front().name);
    const auto actual = computed(GetParam(), "graphdef", lowered->bytes,
                                 to_lowered(input, lowered->inputs.front()), lowered->outputs.front().name);
    ASSERT_FALSE(expected.empty());
    ASSERT_EQ(actual.size(), expected.size());
    // bf16 would be 3e-3 off.
    EXPECT_LT(relative_error(actual, expected), 1e-5);
  }
};

TEST_P(GraphDefModels, GiveTheOutputsOfOnnxRuntime) {
  for (const char* name : {"resnet-18", "squeezenet-1.1"}) {
    SCOPED_TRACE(name);
    compare(model::make_zoo_model(name, 2, 1).value());
  }
}

/// A graph of one operator on [2, 6, 3, 5].
model::Graph single(std::int64_t opset, const std::string& op,
                    std::map<std::string, model::Attribute> attributes,
                    std::vector<model::Tensor> parameters = {}) {
  std::vector<std::string> inputs{"x"};
  for (const model::Tensor& parameter : parameters) inputs.push_back(parameter.name);
  model::Graph graph = model::graph_of({model::value("x", {2, 6, 3, 5})}, std::move(parameters),
                                       {model::node(op, inputs, {"y"}, std::move(attributes))});
  graph.opset = opset;
  graph.ir_version = 9;
  graph.outputs = {model::value("y", {2, 6, 3, 5})};
  return graph;
}

model::Tensor numbers(const std::string& name, const std::vector<float>& values) {
  return {name,
          model::ElementType::kFloat,
          {static_cast<std::int64_t>(values.size())},
          std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float))};
}

// Operators that are younger than the ONNX project's test data of Debian.
TEST_P(GraphDefModels, KnowYoungerOperators) {
  compare(single(20, "Gelu", {{"approximate", std::string("none")}}));
  compare(single(20, "Gelu", {{"approximate", std::string("tanh")}}));
  compare(single(18, "Mish", {}));
  compare(single(21, "GroupNormalization", {{"num_groups", std::int64_t{3}}},
                 {numbers("scale", {1, 2, 3, 4, 5, 6}), numbers("bias", {6, 5, 4, 3, 2, 1})}));
}

// TensorFlow fuses what looks like it into a kernel that takes every epsilon for 0.001.
TEST_P(GraphDefModels, NormaliseWithTheModelsEpsilon) {
  for (const float epsilon : {1e-3F, 1e-5F}) {
    SCOPED_TRACE(epsilon);
    model::Graph graph = model::graph_of(
        {model::value("x", {2, 3, 4})}, {numbers("scale", {1, 2, 3, 4}), numbers("bias", {4, 3, 2, 1})},
        {model::node("LayerNormalization", {"x", "scale", "bias"}, {"y"}, {{"epsilon", epsilon}})});
    graph.opset = 17;
    graph.ir_version = 8;
    graph.outputs = {model::value("y", {2, 3, 4})};
    compare(graph);
  }
}

INSTANTIATE_TEST_SUITE_P(Installed, GraphDefModels, ::testing::ValuesIn(installed("tensorflow")), test_name);

}  // namespace
}  // namespace bakeoff::test
