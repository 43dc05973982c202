// ONNX Runtime and OpenVINO, every version below $BAKEOFF_RUNTIMES, on models whose answers are known by
// hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "unit/adapters/runtimes_fixture.h"

namespace bakeoff::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_P(RuntimesTest, SaysWhatItOpened) {
  isolated([] {
    Driver driver(GetParam().name);
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    EXPECT_EQ(driver.info.version, GetParam().version);
    EXPECT_THAT(driver.info.path, HasSubstr(GetParam().name));
    EXPECT_TRUE(std::filesystem::is_regular_file(driver.info.path));
  });
}

TEST_P(RuntimesTest, ComputesEverySetAgainAndAgain) {
  isolated([] {
    const TemporaryFile model(conv_relu());
    const Sets sets = conv_relu_sets();
    Driver driver(GetParam().name);
    prepare(driver, model.path(), sets);
    if (testing::Test::HasFatalFailure()) return;
    for (int repeat = 0; repeat < 50; ++repeat) {
      const bool second = repeat % 3 == 1;
      ASSERT_EQ(driver.run(second ? 1 : 0), BAKEOFF_OK) << driver.message();
      const std::vector<Tensor> outputs = driver.outputs();
      ASSERT_EQ(outputs.size(), 1U);
      EXPECT_EQ(outputs[0].name, "y");
      EXPECT_EQ(outputs[0].type, BAKEOFF_FLOAT32);
      EXPECT_THAT(outputs[0].dims, ElementsAre(1, 2, 2, 2));
      // Set 0: a - d + 3 = -4 + 3 everywhere; 12, 16, 24, 28 - 20. Set 1: 4 + 3; 28, 24, 16, 12 - 20.
      if (second) {
        EXPECT_THAT(outputs[0].as<float>(), ElementsAre(7, 7, 7, 7, 8, 4, 0, 0));
      } else {
        EXPECT_THAT(outputs[0].as<float>(), ElementsAre(0, 0, 0, 0, 0, 0, 4, 8));
      }
    }
  });
}

TEST_P(RuntimesTest, TellsFacts) {
  isolated([] {
    const TemporaryFile model(conv_relu());
    Driver driver(GetParam().name);
    prepare(driver, model.path(), conv_relu_sets());
    if (testing::Test::HasFatalFailure()) return;
    ASSERT_EQ(driver.run(), BAKEOFF_OK);
    const auto facts = driver.facts();
    EXPECT_EQ(facts.at("layout"), "NCHW");
    EXPECT_EQ(facts.at("threads"), "2");
    if (GetParam().name == "openvino") {
      EXPECT_EQ(facts.at("executed_precision"), "fp32");
      EXPECT_EQ(facts.at("inference_precision_hint"), "f32");
    } else {
      EXPECT_EQ(facts.count("executed_precision"), 0U);
      EXPECT_EQ(facts.at("providers"), "CPUExecutionProvider");
    }
  });
}

TEST_P(RuntimesTest, HasTwoContextsOfOneSession) {
  isolated([] {
    const TemporaryFile model(conv_relu());
    const Sets sets = conv_relu_sets();
    Driver driver(GetParam().name);
    prepare(driver, model.path(), sets);
    if (testing::Test::HasFatalFailure()) return;
    bakeoff_context* first = driver.context;
    ASSERT_EQ(driver.create_context({sets[1]}), BAKEOFF_OK) << driver.message();
    bakeoff_context* second = driver.context;
    ASSERT_EQ(driver.adapter->run(first, 0, &driver.error), BAKEOFF_OK);
    ASSERT_EQ(driver.adapter->run(second, 0, &driver.error), BAKEOFF_OK);
    driver.context = first;
    EXPECT_THAT(driver.outputs()[0].as<float>(), ElementsAre(0, 0, 0, 0, 0, 0, 4, 8));
    driver.destroy_context();
    driver.context = second;
    EXPECT_THAT(driver.outputs()[0].as<float>(), ElementsAre(7, 7, 7, 7, 8, 4, 0, 0));
  });
}

TEST_P(RuntimesTest, CarriesEveryElementType) {
  isolated([] {
    // Every type goes in and is cast to float, and comes out of a cast from float.
    struct Type {
      int number;
      const char* name;
    };
    const std::vector<Type> types = {{BAKEOFF_UINT8, "u8"},
                                     {BAKEOFF_INT8, "i8"},
                                     {BAKEOFF_INT32, "i32"},
                                     {BAKEOFF_INT64, "i64"},
                                     {BAKEOFF_BOOL, "b"}};
    std::vector<Proto> nodes;
    std::vector<TinyValue> inputs{{"x", 1, {3}}};
    std::vector<TinyValue> outputs;
    for (const Type& type : types) {
      const std::string name = type.name;
      inputs.push_back({name, type.number, {3}});
      outputs.push_back({name + "_float", 1, {3}});
      outputs.push_back({name + "_out", type.number, {3}});
      nodes.push_back(tiny_node("Cast", {name}, name + "_float", {tiny_attribute("to", 1)}));
      nodes.push_back(tiny_node("Cast", {"x"}, name + "_out", {tiny_attribute("to", type.number)}));
    }
    const TemporaryFile model(tiny_model(nodes, {}, inputs, outputs));
    const Sets sets{{tensor<float>("x", BAKEOFF_FLOAT32, {3}, {0, 1, 100}),
                     tensor<std::uint8_t>("u8", BAKEOFF_UINT8, {3}, {0, 7, 250}),
                     tensor<std::int8_t>("i8", BAKEOFF_INT8, {3}, {-5, 0, 100}),
                     tensor<std::int32_t>("i32", BAKEOFF_INT32, {3}, {-70000, 0, 70000}),
                     tensor<std::int64_t>("i64", BAKEOFF_INT64, {3}, {-70001, 1, 70001}),
                     tensor<std::uint8_t>("b", BAKEOFF_BOOL, {3}, {1, 0, 1})}};
    Driver driver(GetParam().name);
    prepare(driver, model.path(), sets);
    if (testing::Test::HasFatalFailure()) return;
    ASSERT_EQ(driver.run(), BAKEOFF_OK) << driver.message();
    const std::vector<Tensor> out = driver.outputs();
    ASSERT_EQ(out.size(), 10U);
    for (std::size_t i = 0; i < types.size(); ++i) {
      EXPECT_EQ(out[2 * i].type, BAKEOFF_FLOAT32);
      EXPECT_EQ(out[2 * i + 1].type, types[i].number) << out[2 * i + 1].name;
    }
    EXPECT_THAT(out[0].as<float>(), ElementsAre(0, 7, 250));
    EXPECT_THAT(out[1].as<std::uint8_t>(), ElementsAre(0, 1, 100));
    EXPECT_THAT(out[2].as<float>(), ElementsAre(-5, 0, 100));
    EXPECT_THAT(out[3].as<std::int8_t>(), ElementsAre(0, 1, 100));
    EXPECT_THAT(out[4].as<float>(), ElementsAre(-70000, 0, 70000));
    EXPECT_THAT(out[5].as<std::int32_t>(), ElementsAre(0, 1, 100));
    EXPECT_THAT(out[6].as<float>(), ElementsAre(-70001, 1, 70001));
    EXPECT_THAT(out[7].as<std::int64_t>(), ElementsAre(0, 1, 100));
    EXPECT_THAT(out[8].as<float>(), ElementsAre(1, 0, 1));
    EXPECT_THAT(out[9].as<std::uint8_t>(), ElementsAre(0, 1, 1));
  });
}

TEST_P(RuntimesTest, FollowsOutputsWhoseShapeDependsOnTheData) {
  isolated([] {
    const TemporaryFile model(
        tiny_model({tiny_node("NonZero", {"x"}, "y")}, {}, {{"x", 1, {4}}}, {{"y", 7, {1, -1}}}));
    const Sets sets{{tensor<float>("x", BAKEOFF_FLOAT32, {4}, {0, 1, 0, 1})},
                    {tensor<float>("x", BAKEOFF_FLOAT32, {4}, {5, 5, 0, 5})},
                    {tensor<float>("x", BAKEOFF_FLOAT32, {4}, {0, 0, 0, 0})}};
    Driver driver(GetParam().name);
    prepare(driver, model.path(), sets);
    if (testing::Test::HasFatalFailure()) return;
    for (int repeat = 0; repeat < 3; ++repeat) {
      ASSERT_EQ(driver.run(0), BAKEOFF_OK) << driver.message();
      EXPECT_THAT(driver.outputs()[0].as<std::int64_t>(), ElementsAre(1, 3));
      ASSERT_EQ(driver.run(1), BAKEOFF_OK) << driver.message();
      EXPECT_THAT(driver.outputs()[0].dims, ElementsAre(1, 3));
      EXPECT_THAT(driver.outputs()[0].as<std::int64_t>(), ElementsAre(0, 1, 3));
      ASSERT_EQ(driver.run(2), BAKEOFF_OK) << driver.message();
      EXPECT_THAT(driver.outputs()[0].dims, ElementsAre(1, 0));
    }
  });
}

TEST_P(RuntimesTest, TakesEveryOptionOfItsTable) {
  const std::map<std::string, std::vector<Driver::OptionList>> by_runtime = {
      {"onnxruntime",
       {{{"allow-spinning", "0"}},
        {{"allow-spinning", "1"}},
        {{"graph-optimization", "disable"}},
        {{"graph-optimization", "basic"}},
        {{"graph-optimization", "extended"}},
        {{"graph-optimization", "all"}},
        {{"execution-mode", "parallel"}},
        {{"execution-mode", "sequential"}, {"allow-spinning", "0"}}}},
      {"openvino",
       {{{"performance-hint", "latency"}},
        {{"performance-hint", "throughput"}},
        {{"performance-hint", "none"}},
        {{"num-streams", "2"}},
        {{"cpu-pinning", "0"}},
        {{"cpu-pinning", "1"}}}}};
  for (const Driver::OptionList& options : by_runtime.at(GetParam().name)) {
    isolated([&] {
      const TemporaryFile model(conv_relu());
      Driver driver(GetParam().name);
      prepare(driver, model.path(), conv_relu_sets(), options);
      if (testing::Test::HasFatalFailure()) return;
      ASSERT_EQ(driver.run(), BAKEOFF_OK) << driver.message();
      EXPECT_THAT(driver.outputs()[0].as<float>(), ElementsAre(0, 0, 0, 0, 0, 0, 4, 8));
    });
  }
}

INSTANTIATE_TEST_SUITE_P(Installed, RuntimesTest, ::testing::ValuesIn(all_installed()), test_name);

}  // namespace
}  // namespace bakeoff::test
