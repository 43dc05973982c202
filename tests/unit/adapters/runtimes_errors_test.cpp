// What ONNX Runtime and OpenVINO refuse, and in which words.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/adapters/runtimes_fixture.h"

namespace bakeoff::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RuntimesErrorsTest : public RuntimesTest {};

TEST_P(RuntimesErrorsTest, NamesTheOperatorThatItLacks) {
  isolated([] {
    const TemporaryFile model(
        tiny_model({tiny_node("Frobnicate", {"x"}, "y")}, {}, {{"x", 1, {4}}}, {{"y", 1, {4}}}));
    Driver driver(GetParam().name);
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    const Sets sets{{tensor<float>("x", BAKEOFF_FLOAT32, {4}, {0, 0, 0, 0})}};
    EXPECT_EQ(driver.load(model.path(), sets), BAKEOFF_UNSUPPORTED) << driver.message();
    EXPECT_THAT(driver.message(), HasSubstr("Frobnicate"));
    EXPECT_THAT(driver.message(), Not(HasSubstr("Exception from")));  // where in its source is no news
  });
}

TEST_P(RuntimesErrorsTest, NamesTheUseOfAnOperatorThatItLacks) {
  if (GetParam().name != "openvino") GTEST_SKIP() << "OpenVINO has no training";
  isolated([] {
    const TemporaryFile model(tiny_model({tiny_node("Dropout", {"x", "ratio", "training"}, "y")},
                                         {tiny_floats("ratio", {}, {0.5F}), tiny_floats("training", {}, {1})},
                                         {{"x", 1, {4}}}, {{"y", 1, {4}}}));
    Driver driver(GetParam().name);
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    const Sets sets{{tensor<float>("x", BAKEOFF_FLOAT32, {4}, {0, 0, 0, 0})}};
    EXPECT_EQ(driver.load(model.path(), sets), BAKEOFF_UNSUPPORTED) << driver.message();
    EXPECT_THAT(driver.message(), HasSubstr("Dropout"));
  });
}

TEST_P(RuntimesErrorsTest, SaysWhatIsWrongWithTheModelFile) {
  isolated([] {
    const TemporaryFile rubbish("this is not a model");
    Driver driver(GetParam().name);
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    EXPECT_EQ(driver.load(rubbish.path(), conv_relu_sets()), BAKEOFF_FAILED);
    EXPECT_GT(driver.message().size(), 20U);
    EXPECT_EQ(driver.load("/nowhere/missing.onnx", conv_relu_sets()), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("missing.onnx"));
  });
}

TEST_P(RuntimesErrorsTest, RefusesAnInputThatTheModelLacks) {
  isolated([] {
    const TemporaryFile model(conv_relu());
    Sets sets = conv_relu_sets();
    sets[0][0].name = "another";
    Driver driver(GetParam().name);
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    EXPECT_NE(driver.load(model.path(), sets), BAKEOFF_OK);
    EXPECT_NE(driver.message(), "");
  });
}

TEST_P(RuntimesErrorsTest, RefusesUnknownOptionsAndValues) {
  isolated([] {
    const TemporaryFile model(conv_relu());
    const bool onnxruntime = GetParam().name == "onnxruntime";
    Driver driver(GetParam().name);
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    const std::string close_to = onnxruntime ? "alow-spinning" : "num-stream";
    EXPECT_EQ(driver.load(model.path(), conv_relu_sets(), {{close_to, "1"}}), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr(onnxruntime ? "'allow-spinning'" : "'num-streams'"));
    const std::string key = onnxruntime ? "graph-optimization" : "performance-hint";
    EXPECT_EQ(driver.load(model.path(), conv_relu_sets(), {{key, "much"}}), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr(onnxruntime ? "disable|basic" : "latency|throughput"));
    driver.device = "cuda";
    EXPECT_EQ(driver.load(model.path(), conv_relu_sets()), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr("cuda"));
  });
}

TEST_P(RuntimesErrorsTest, NeverRunsInFewerBitsThanAsked) {
  for (const std::string precision : {"fp16", "bf16"}) {
    isolated([&] {
      const TemporaryFile model(conv_relu());
      Driver driver(GetParam().name);
      driver.precision = precision;
      ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
      const bakeoff_status status = driver.load(model.path(), conv_relu_sets());
      if (status == BAKEOFF_OK) {
        const auto facts = driver.facts();
        const auto ran = facts.find("executed_precision");
        // ONNX Runtime runs the types of the graph, here float32, and tells none.
        EXPECT_EQ(ran == facts.end(), GetParam().name == "onnxruntime");
        if (precision == "fp16" && ran != facts.end()) {
          EXPECT_NE(ran->second, "bf16");
        }
      } else {
        EXPECT_EQ(status, BAKEOFF_UNSUPPORTED) << driver.message();
        EXPECT_THAT(driver.message(), HasSubstr(precision));
      }
    });
  }
}

TEST_P(RuntimesErrorsTest, SaysThatTheLibraryIsNotThere) {
  Driver driver(GetParam().name);
  EXPECT_EQ(driver.open("/nowhere"), BAKEOFF_FAILED);
  EXPECT_THAT(driver.message(), HasSubstr("/nowhere"));
}

INSTANTIATE_TEST_SUITE_P(Installed, RuntimesErrorsTest, ::testing::ValuesIn(all_installed()), test_name);

}  // namespace
}  // namespace bakeoff::test
