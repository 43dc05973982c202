// ONNX Runtime and OpenVINO, every version below $BAKEOFF_RUNTIMES, on models whose answers are known by
// hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "unit/adapters/driver.h"
#include "unit/adapters/tiny_onnx.h"

namespace bakeoff::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Sets = std::vector<std::vector<Tensor>>;

struct Installed {
  std::string name;
  std::string version;  // empty: not installed
  std::string folder;
};

std::vector<Installed> installed(const std::string& name) {
  std::vector<Installed> found;
  const char* root = std::getenv("BAKEOFF_RUNTIMES");
  std::error_code error;
  if (root != nullptr) {
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(root) / name, error)) {
      const std::string version = entry.path().filename().string();
      if (entry.is_directory() && version[0] != '.') found.push_back({name, version, entry.path().string()});
    }
  }
  if (found.empty()) found.push_back({name, "", ""});
  return found;
}

std::vector<Installed> all_installed() {
  std::vector<Installed> all = installed("onnxruntime");
  for (const Installed& one : installed("openvino")) all.push_back(one);
  return all;
}

// Conv of [1,1,3,3] with two 2x2 kernels, then Relu, both channels small enough to do by hand.
std::string conv_relu() {
  return tiny_model(
      {tiny_node("Conv", {"x", "w", "b"}, "c"), tiny_node("Relu", {"c"}, "y")},
      {tiny_floats("w", {2, 1, 2, 2}, {1, 0, 0, -1, 1, 1, 1, 1}), tiny_floats("b", {2}, {3, -20})},
      {{"x", 1, {1, 1, 3, 3}}}, {{"y", 1, {1, 2, 2, 2}}});
}

Sets conv_relu_sets() {
  return {{tensor<float>("x", BAKEOFF_FLOAT32, {1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9})},
          {tensor<float>("x", BAKEOFF_FLOAT32, {1, 1, 3, 3}, {9, 8, 7, 6, 5, 4, 3, 2, 1})}};
}

class RuntimesTest : public ::testing::TestWithParam<Installed> {
 protected:
  void SetUp() override {
    if (GetParam().version.empty()) {
      GTEST_SKIP() << "no " << GetParam().name << " below $BAKEOFF_RUNTIMES; bakeoff runtimes install "
                   << GetParam().name;
    }
  }

  // Opens, loads and makes a context for `sets`; stops at the first failure.
  static void prepare(Driver& driver, const std::string& model, const Sets& sets,
                      const Driver::OptionList& options = {}) {
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.load(model, sets, options), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.create_context(sets), BAKEOFF_OK) << driver.message();
  }
};

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

TEST_P(RuntimesTest, NamesTheOperatorThatItLacks) {
  isolated([] {
    const TemporaryFile model(
        tiny_model({tiny_node("Frobnicate", {"x"}, "y")}, {}, {{"x", 1, {4}}}, {{"y", 1, {4}}}));
    Driver driver(GetParam().name);
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    const Sets sets{{tensor<float>("x", BAKEOFF_FLOAT32, {4}, {0, 0, 0, 0})}};
    EXPECT_EQ(driver.load(model.path(), sets), BAKEOFF_UNSUPPORTED) << driver.message();
    EXPECT_THAT(driver.message(), HasSubstr("Frobnicate"));
  });
}

TEST_P(RuntimesTest, SaysWhatIsWrongWithTheModelFile) {
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

TEST_P(RuntimesTest, RefusesAnInputThatTheModelLacks) {
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

TEST_P(RuntimesTest, RefusesUnknownOptionsAndValues) {
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

TEST_P(RuntimesTest, NeverRunsInFewerBitsThanAsked) {
  for (const std::string precision : {"fp16", "bf16"}) {
    isolated([&] {
      const TemporaryFile model(conv_relu());
      Driver driver(GetParam().name);
      driver.precision = precision;
      ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
      const bakeoff_status status = driver.load(model.path(), conv_relu_sets());
      if (status == BAKEOFF_OK) {
        const std::string ran = driver.facts().at("executed_precision");
        if (precision == "fp16") {
          EXPECT_NE(ran, "bf16");
        }
      } else {
        EXPECT_EQ(status, BAKEOFF_UNSUPPORTED) << driver.message();
        EXPECT_THAT(driver.message(), HasSubstr(precision));
      }
    });
  }
}

TEST_P(RuntimesTest, SaysThatTheLibraryIsNotThere) {
  Driver driver(GetParam().name);
  EXPECT_EQ(driver.open("/nowhere"), BAKEOFF_FAILED);
  EXPECT_THAT(driver.message(), HasSubstr("/nowhere"));
}

INSTANTIATE_TEST_SUITE_P(Installed, RuntimesTest, ::testing::ValuesIn(all_installed()),
                         [](const ::testing::TestParamInfo<Installed>& test) {
                           std::string name = test.param.name + "_" +
                                              (test.param.version.empty() ? "none" : test.param.version);
                           for (char& c : name) {
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace bakeoff::test
