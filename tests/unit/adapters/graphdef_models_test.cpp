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

class GraphDefModels : public RuntimesTest {};

TEST_P(GraphDefModels, GiveTheOutputsOfOnnxRuntime) {
  const Installed reference = installed("onnxruntime").front();
  if (reference.version.empty()) GTEST_SKIP() << "bakeoff runtimes install onnxruntime";
  std::vector<std::string> names{"resnet-18", "squeezenet-1.1"};
  if (const char* more = std::getenv("BAKEOFF_MODELS")) names = {more};
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const model::Graph graph = model::make_zoo_model(name, 2, 1).value();
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
    ASSERT_EQ(expected.size(), 2000U);
    ASSERT_EQ(actual.size(), expected.size());
    EXPECT_LT(relative_error(actual, expected), 1e-5);
    std::printf("%s %g\n", name.c_str(), relative_error(actual, expected));
  }
}

INSTANTIATE_TEST_SUITE_P(Installed, GraphDefModels, ::testing::ValuesIn(installed("tensorflow")), test_name);

}  // namespace
}  // namespace bakeoff::test
