// The zoo's networks in the real ONNX Runtime and OpenVINO: what they make of the graphs that bakeoff writes,
// in each precision.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/onnx/precision.h"
#include "model/onnx/writer.h"
#include "model/prepare/inputs.h"
#include "model/zoo/catalogue.h"
#include "unit/adapters/runtimes_fixture.h"

namespace bakeoff::test {
namespace {

using ::testing::HasSubstr;

constexpr int kSets = 2;

Sets inputs_for(const model::Graph& graph) {
  const std::vector<model::InputSpec> specs = model::input_specs(graph).value();
  Sets sets;
  for (const auto& set : model::make_inputs(graph, specs, {.batch = 1, .sets = kSets, .seed = 5})) {
    sets.push_back({{specs[0].name, BAKEOFF_FLOAT32, specs[0].dims, set[0]}});
  }
  return sets;
}

/// What the runtime gives for each set, from a process of its own; empty, with a failure, where it did not
/// run.
std::vector<std::vector<float>> scores(const Installed& runtime, const model::Graph& graph,
                                       const std::string& precision) {
  const Sets sets = inputs_for(graph);
  const TemporaryFile model(model::to_onnx(graph));
  const TemporaryFile answers("");
  isolated([&] {
    Driver driver(runtime.name);
    driver.precision = precision;
    ASSERT_EQ(driver.open(runtime.folder), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.load(model.path(), sets), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.create_context(sets), BAKEOFF_OK) << driver.message();
    std::ofstream file(answers.path(), std::ios::binary);
    for (std::size_t set = 0; set < sets.size(); ++set) {
      ASSERT_EQ(driver.run(set), BAKEOFF_OK) << driver.message();
      const std::vector<Tensor> outputs = driver.outputs();
      ASSERT_EQ(outputs.size(), 1U);
      ASSERT_EQ(outputs[0].type, BAKEOFF_FLOAT32);
      ASSERT_EQ(outputs[0].dims, (std::vector<std::int64_t>{1, 1000}));
      file << outputs[0].data;
    }
  });
  std::ifstream file(answers.path(), std::ios::binary);
  std::vector<std::vector<float>> found(kSets, std::vector<float>(1000));
  for (std::vector<float>& one : found) {
    if (!file.read(reinterpret_cast<char*>(one.data()), 4000)) return {};
  }
  return found;
}

double relative_error(const std::vector<float>& values, const std::vector<float>& reference) {
  double largest = 0;
  double difference = 0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    largest = std::max<double>(largest, std::abs(reference[i]));
    difference = std::max<double>(difference, std::abs(double{values[i]} - reference[i]));
    if (!std::isfinite(values[i])) return HUGE_VAL;
  }
  return difference / largest;
}

class NetworksTest : public RuntimesTest {};

TEST_P(NetworksTest, Float16ModelsAgreeWithFloat32Ones) {
  for (const char* name : {"resnet-18", "squeezenet-1.1"}) {
    const model::Graph graph = model::make_zoo_model(name, 1, 1).value();
    const Result<model::Graph> narrow = model::with_precision(graph, Precision::kFp16);
    ASSERT_TRUE(narrow.has_value()) << to_string(narrow.error());
    const auto wide = scores(GetParam(), graph, "fp32");
    // In OpenVINO too float32 is asked for: where it cannot compute in float16 it would refuse.
    const auto half = scores(GetParam(), *narrow, GetParam().name == "onnxruntime" ? "fp16" : "fp32");
    ASSERT_EQ(wide.size(), kSets) << name;
    ASSERT_EQ(half.size(), kSets) << name;
    for (std::size_t set = 0; set < kSets; ++set) {
      const double error = relative_error(half[set], wide[set]);
      EXPECT_LT(error, 2e-2) << name;
      EXPECT_GT(error, 1e-5) << name << ": nothing was rounded";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Installed, NetworksTest, ::testing::ValuesIn(all_installed()), test_name);

}  // namespace
}  // namespace bakeoff::test
