// Whole networks through PyTorch and through ONNX Runtime.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "model/lower/torchscript/torchscript.h"
#include "model/onnx/canonical.h"
#include "model/onnx/writer.h"
#include "model/zoo/catalogue.h"
#include "unit/model/lower/torchscript/installed_pytorch.h"

namespace bakeoff::model {
namespace {

using test::Tensor;

const test::Driver::OptionList kOnednnGraph{{"optimize", "onednn-graph"}};

Tensor image() {
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> pixels(3 * 224 * 224);
  for (float& pixel : pixels) pixel = normal(random);
  return test::tensor<float>("input", BAKEOFF_FLOAT32, {1, 3, 224, 224}, pixels);
}

class Networks : public ::testing::TestWithParam<const char*> {};

TEST_P(Networks, GiveWhatOnnxRuntimeGives) {
  const auto pytorch = installed_versions("pytorch");
  const auto onnxruntime = installed_versions("onnxruntime");
  if (pytorch.empty() || onnxruntime.empty()) {
    GTEST_SKIP() << "bakeoff runtimes install pytorch onnxruntime, and set BAKEOFF_RUNTIMES";
  }
  const Result<Graph> graph = make_zoo_model(GetParam(), 1, 1);
  ASSERT_TRUE(graph) << to_string(graph.error());
  const std::vector<Tensor> expected =
      run_once(onnxruntime.front(),
               {.form = "onnx", .bytes = to_onnx(*graph), .inputs = {image()}, .outputs = {"output"}});
  ASSERT_EQ(expected.size(), 1U);

  const Result<Graph> inferred = canonical(*graph);
  ASSERT_TRUE(inferred) << to_string(inferred.error());
  const Result<Lowered> lowered = to_torchscript(*inferred);
  ASSERT_TRUE(lowered) << to_string(lowered.error());
  for (const auto& version : pytorch) {
    for (const test::Driver::OptionList& options :
         {test::Driver::OptionList{},
          {{"optimize", "none"}},
          {{"optimize", "freeze"}, {"memory-format", "channels-last"}},
          kOnednnGraph}) {
      if (options == kOnednnGraph && version.version == "2.0.1") continue;  // its wheel lacks the header
      const std::vector<Tensor> actual = run_once(version, {.form = "torchscript",
                                                            .bytes = lowered->bytes,
                                                            .inputs = {image()},
                                                            .outputs = {"output"},
                                                            .options = options});
      ASSERT_EQ(actual.size(), 1U);
      EXPECT_EQ(actual[0].name, "output");
      EXPECT_LT(relative_error(actual[0], expected[0]), 1e-5) << version.version;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Zoo, Networks, ::testing::Values("resnet-18", "squeezenet-1.1"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::replace_if(
                               name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace bakeoff::model
