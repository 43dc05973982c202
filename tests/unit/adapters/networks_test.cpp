// The zoo's networks in the real ONNX Runtime and OpenVINO: what they make of the graphs that bakeoff writes,
// in each precision.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/onnx/opset.h"
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

// Everything that raise_opset writes anew, in opset 8; ends in [1, 1000].
model::Graph old_graph() {
  using Ints = std::vector<std::int64_t>;
  model::Graph graph;
  graph.opset = 8;
  const auto dim = [](std::int64_t length) { return model::Dim{.value = length, .name = {}}; };
  graph.inputs = {{"x", model::ElementType::kFloat, model::Shape{dim(1), dim(8), dim(5), dim(5)}}};
  graph.outputs = {{"y", model::ElementType::kFloat, model::Shape{dim(1), dim(1000)}}};
  const auto add = [&](const char* op, std::vector<std::string> inputs, std::vector<std::string> outputs,
                       std::map<std::string, model::Attribute> attributes) {
    graph.nodes.push_back(
        {outputs.front(), op, "", std::move(inputs), std::move(outputs), std::move(attributes)});
  };
  add("Pad", {"x"}, {"padded"}, {{"pads", Ints{0, 0, 0, 0, 0, 0, 1, 2}}, {"value", 0.25F}});
  add("Upsample", {"padded"}, {"larger"}, {{"scales", std::vector<float>{1, 1, 2, 2}}});
  add("Softmax", {"larger"}, {"soft"}, {{"axis", std::int64_t{2}}});
  add("Slice", {"soft"}, {"cut"}, {{"axes", Ints{2, 3}}, {"starts", Ints{1, -12}}, {"ends", Ints{11, 1000}}});
  add("ReduceSum", {"cut"}, {"sums"}, {{"axes", Ints{3}}, {"keepdims", std::int64_t{1}}});
  add("Div", {"cut", "sums"}, {"shares"}, {});
  add("Split", {"shares"}, {"left", "right"}, {{"axis", std::int64_t{1}}, {"split", Ints{3, 5}}});
  add("Concat", {"right", "left"}, {"swapped"}, {{"axis", std::int64_t{1}}});
  add("ReduceMean", {"swapped"}, {"means"}, {{"axes", Ints{2}}, {"keepdims", std::int64_t{0}}});
  add("Unsqueeze", {"means"}, {"apart"}, {{"axes", Ints{2}}});
  add("Mul", {"swapped", "apart"}, {"products"}, {});
  add("Clip", {"products"}, {"clipped"}, {{"max", 0.009F}});
  add("Dropout", {"clipped"}, {"kept"}, {{"ratio", 0.3F}});
  add("Slice", {"kept"}, {"most"}, {{"axes", Ints{3}}, {"starts", Ints{0}}, {"ends", Ints{12}}});
  add("LogSoftmax", {"most"}, {"logs"}, {{"axis", std::int64_t{3}}});
  add("Flatten", {"logs"}, {"flat"}, {{"axis", std::int64_t{1}}});
  add("Pad", {"flat"}, {"y"}, {{"pads", Ints{0, 0, 0, 40}}});
  return graph;
}

TEST_P(NetworksTest, ARaisedOpsetMeansTheSame) {
  const model::Graph graph = old_graph();
  const Result<model::Graph> newer = model::raise_opset(graph);
  ASSERT_TRUE(newer.has_value()) << to_string(newer.error());
  const auto before = scores(GetParam(), graph, "fp32");
  const auto after = scores(GetParam(), *newer, "fp32");
  ASSERT_EQ(before.size(), kSets);
  ASSERT_EQ(after.size(), kSets);
  for (std::size_t set = 0; set < kSets; ++set) EXPECT_LT(relative_error(after[set], before[set]), 1e-6);
}

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

TEST_P(NetworksTest, OnnxRuntimeItselfSaysThatItHasNoBfloat16) {
  if (GetParam().name != "onnxruntime") GTEST_SKIP() << "about ONNX Runtime only";
  const model::Graph graph = model::make_zoo_model("squeezenet-1.1", 1, 1).value();
  const Result<model::Graph> narrow = model::with_precision(graph, Precision::kBf16);
  ASSERT_TRUE(narrow.has_value()) << to_string(narrow.error());
  const TemporaryFile model(model::to_onnx(*narrow));
  isolated([&] {
    Driver driver("onnxruntime");
    driver.precision = "bf16";
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    EXPECT_EQ(driver.load(model.path(), inputs_for(graph)), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr("precision bf16: "));
    EXPECT_THAT(driver.message(), HasSubstr("Could not find an implementation for"));
  });
}

// A network whose scores vanish, explode or hardly depend on the image would hide wrong results.
TEST_P(NetworksTest, ScoresAreFiniteAndDifferBetweenImages) {
  for (const char* name :
       {"squeezenet-1.1", "mobilenet-v1", "mobilenet-v2", "shufflenet-v1", "shufflenet-v2"}) {
    const auto found = scores(GetParam(), model::make_zoo_model(name, 1, 1).value(), "fp32");
    ASSERT_EQ(found.size(), kSets) << name;
    for (const std::vector<float>& one : found) {
      const auto [low, high] = std::minmax_element(one.begin(), one.end());
      EXPECT_TRUE(std::isfinite(*low) && std::isfinite(*high)) << name;
      EXPECT_GT(*high - *low, 1) << name;
      EXPECT_LT(*high - *low, 100) << name;
    }
    EXPECT_GT(relative_error(found[0], found[1]), 0.1) << name;
  }
}

TEST(Networks, RuntimesOfDifferentOriginAgree) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "OpenVINO does not run with the address sanitizer";
#endif
  const Installed onnxruntime = installed("onnxruntime").back();
  const Installed openvino = installed("openvino").back();
  if (onnxruntime.version.empty() || openvino.version.empty()) {
    GTEST_SKIP()
        << "ONNX Runtime and OpenVINO are not both below $BAKEOFF_RUNTIMES; bakeoff runtimes install";
  }
  for (const char* name : {"mobilenet-v1", "mobilenet-v2", "shufflenet-v1", "shufflenet-v2"}) {
    const model::Graph graph = model::make_zoo_model(name, 1, 1).value();
    const auto one = scores(onnxruntime, graph, "fp32");
    const auto other = scores(openvino, graph, "fp32");
    ASSERT_EQ(one.size(), kSets) << name;
    ASSERT_EQ(other.size(), kSets) << name;
    for (std::size_t set = 0; set < kSets; ++set)
      EXPECT_LT(relative_error(one[set], other[set]), 1e-4) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Installed, NetworksTest, ::testing::ValuesIn(all_installed()), test_name);

}  // namespace
}  // namespace bakeoff::test
