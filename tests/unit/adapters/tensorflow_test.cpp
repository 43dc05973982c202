// The adapter for TensorFlow on graphs of a few nodes: what it computes, carries and refuses.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/lower/graphdef/writer.h"
#include "unit/adapters/runtimes_fixture.h"

namespace bakeoff::test {
namespace {

using model::ElementType;
using model::graphdef::Attr;
using model::graphdef::Writer;
using model::graphdef::proto::DataType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Attr type(DataType type) {
  return {"T", type};
}

/// y = relu(x + 1) for a vector of 3.
std::string increment(const std::string& op = "AddV2") {
  Writer writer(0);
  const float one = 1;
  writer.placeholder("x", ElementType::kFloat, {3});
  writer.constant("one", ElementType::kFloat, {}, {reinterpret_cast<const char*>(&one), sizeof one});
  writer.node(op, "sum", {"x", "one"}, {type(DataType::kFloat)});
  writer.node("Relu", "y", {"sum"}, {type(DataType::kFloat)});
  return writer.take();
}

Sets vectors() {
  return {{tensor<float>("x", BAKEOFF_FLOAT32, {3}, {-5, 0, 5})},
          {tensor<float>("x", BAKEOFF_FLOAT32, {3}, {1, 2, 3})}};
}

class TensorFlowTest : public RuntimesTest {
 protected:
  /// Runs `body` with the opened runtime in a process of its own.
  static void opened(const std::function<void(Driver&)>& body) {
    isolated([&] {
      Driver driver("tensorflow");
      driver.form = "graphdef";
      driver.output_names = {"y"};
      ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
      body(driver);
    });
  }
};

TEST_P(TensorFlowTest, ComputesEverySetAgainAndAgain) {
  opened([](Driver& driver) {
    EXPECT_EQ(driver.info.version, GetParam().version);
    EXPECT_THAT(driver.info.path, HasSubstr("libtensorflow_cc.so.2"));
    const TemporaryFile model(increment());
    ASSERT_EQ(driver.load(model.path(), vectors()), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.create_context(vectors()), BAKEOFF_OK) << driver.message();
    for (int repeat = 0; repeat < 20; ++repeat) {
      ASSERT_EQ(driver.run(0), BAKEOFF_OK) << driver.message();
      EXPECT_THAT(driver.outputs().at(0).as<float>(), ElementsAre(0, 1, 6));
      ASSERT_EQ(driver.run(1), BAKEOFF_OK) << driver.message();
      const Tensor y = driver.outputs().at(0);
      EXPECT_EQ(y.name, "y");
      EXPECT_THAT(y.dims, ElementsAre(3));
      EXPECT_THAT(y.as<float>(), ElementsAre(2, 3, 4));
    }
    const auto facts = driver.facts();
    EXPECT_EQ(facts.at("layout"), "NHWC");
    EXPECT_EQ(facts.at("threads"), "2");
    EXPECT_EQ(facts.at("inter_threads"), "1");
    EXPECT_EQ(facts.at("executed_precision"), "fp32");
  });
}

TEST_P(TensorFlowTest, HasTwoContextsOfOneSession) {
  opened([](Driver& driver) {
    const TemporaryFile model(increment());
    ASSERT_EQ(driver.load(model.path(), vectors()), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.create_context({vectors()[0]}), BAKEOFF_OK) << driver.message();
    bakeoff_context* const first = driver.context;
    ASSERT_EQ(driver.create_context({vectors()[1]}), BAKEOFF_OK) << driver.message();
    bakeoff_context* const second = driver.context;
    ASSERT_EQ(driver.adapter->run(first, 0, &driver.error), BAKEOFF_OK);
    ASSERT_EQ(driver.adapter->run(second, 0, &driver.error), BAKEOFF_OK);
    EXPECT_THAT(driver.outputs().at(0).as<float>(), ElementsAre(2, 3, 4));
    driver.destroy_context();
    driver.context = first;
    EXPECT_THAT(driver.outputs().at(0).as<float>(), ElementsAre(0, 1, 6));
  });
}

TEST_P(TensorFlowTest, CarriesEveryElementType) {
  struct Carried {
    ElementType type;
    DataType tensorflow;
    std::size_t size;
  };
  opened([](Driver& driver) {
    const std::vector<Carried> types = {
        {ElementType::kFloat, DataType::kFloat, 4}, {ElementType::kUint8, DataType::kUint8, 1},
        {ElementType::kInt8, DataType::kInt8, 1},   {ElementType::kInt32, DataType::kInt32, 4},
        {ElementType::kInt64, DataType::kInt64, 8}, {ElementType::kBool, DataType::kBool, 1}};
    for (const Carried& one : types) {
      Writer writer(0);
      writer.placeholder("x", one.type, {2, 1});
      writer.node("Identity", "y", {"x"}, {type(one.tensorflow)});
      const TemporaryFile model(writer.take());
      const std::string data = std::string(one.size, '\1') + std::string(one.size, '\0');
      const Sets sets{{{"x", static_cast<int>(one.type), {2, 1}, data}}};
      driver.unload();
      ASSERT_EQ(driver.load(model.path(), sets), BAKEOFF_OK) << driver.message();
      ASSERT_EQ(driver.create_context(sets), BAKEOFF_OK) << driver.message();
      ASSERT_EQ(driver.run(), BAKEOFF_OK) << driver.message();
      const Tensor y = driver.outputs().at(0);
      EXPECT_EQ(y.type, static_cast<int>(one.type));
      EXPECT_THAT(y.dims, ElementsAre(2, 1));
      EXPECT_EQ(y.data, data);
    }
  });
}

TEST_P(TensorFlowTest, FollowsOutputsWhoseShapeDependsOnTheData) {
  opened([](Driver& driver) {
    Writer writer(0);
    writer.placeholder("x", ElementType::kFloat, {3});
    writer.node("Where", "y", {"x"}, {type(DataType::kFloat)});
    const TemporaryFile model(writer.take());
    ASSERT_EQ(driver.load(model.path(), vectors()), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.create_context(vectors()), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.run(0), BAKEOFF_OK) << driver.message();
    EXPECT_THAT(driver.outputs().at(0).dims, ElementsAre(2, 1));
    ASSERT_EQ(driver.run(1), BAKEOFF_OK) << driver.message();
    EXPECT_THAT(driver.outputs().at(0).as<std::int64_t>(), ElementsAre(0, 1, 2));
  });
}

TEST_P(TensorFlowTest, TakesEveryOptionOfItsTable) {
  for (const Driver::OptionList& options :
       {Driver::OptionList{{"xla", "0"}}, {{"xla", "1"}}, {{"inter-threads", "2"}}}) {
    opened([&](Driver& driver) {
      const TemporaryFile model(increment());
      ASSERT_EQ(driver.load(model.path(), vectors(), options), BAKEOFF_OK) << driver.message();
      ASSERT_EQ(driver.create_context(vectors()), BAKEOFF_OK) << driver.message();
      ASSERT_EQ(driver.run(), BAKEOFF_OK) << driver.message();
      EXPECT_THAT(driver.outputs().at(0).as<float>(), ElementsAre(0, 1, 6));
    });
  }
}

TEST_P(TensorFlowTest, NamesTheOperatorOrKernelThatItLacks) {
  opened([](Driver& driver) {
    const TemporaryFile unknown(increment("Frobnicate"));
    EXPECT_EQ(driver.load(unknown.path(), vectors()), BAKEOFF_UNSUPPORTED) << driver.message();
    EXPECT_THAT(driver.message(), HasSubstr("Frobnicate"));

    Writer writer(0);
    writer.placeholder("x", ElementType::kFloat, {3});
    writer.node("Cast", "half", {"x"}, {{"SrcT", DataType::kFloat}, {"DstT", DataType::kHalf}});
    writer.node("TruncateMod", "rest", {"half", "half"}, {type(DataType::kHalf)});
    writer.node("Cast", "y", {"rest"}, {{"SrcT", DataType::kHalf}, {"DstT", DataType::kFloat}});
    const TemporaryFile no_kernel(writer.take());
    driver.precision = "fp16";
    ASSERT_EQ(driver.load(no_kernel.path(), vectors()), BAKEOFF_OK) << driver.message();
    ASSERT_EQ(driver.create_context(vectors()), BAKEOFF_OK) << driver.message();
    EXPECT_EQ(driver.run(), BAKEOFF_UNSUPPORTED) << driver.message();
    EXPECT_THAT(driver.message(), HasSubstr("TruncateMod"));
  });
}

TEST_P(TensorFlowTest, SaysWhatIsWrongWithTheModelFile) {
  opened([](Driver& driver) {
    const TemporaryFile rubbish("this is not a model");
    EXPECT_EQ(driver.load(rubbish.path(), vectors()), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("GraphDef"));
    const TemporaryFile empty("");
    EXPECT_EQ(driver.load(empty.path(), vectors()), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("empty"));
    EXPECT_EQ(driver.load("/nowhere/missing.pb", vectors()), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("missing.pb: No such file"));
  });
}

TEST_P(TensorFlowTest, RefusesInputsAndOutputsThatAreNotTheModels) {
  opened([](Driver& driver) {
    const TemporaryFile model(increment());
    Sets sets = vectors();
    sets[0][0].name = "another";
    EXPECT_EQ(driver.load(model.path(), sets), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("no input 'another'"));
    sets = vectors();
    sets[0][0].dims = {3, 1};
    EXPECT_EQ(driver.load(model.path(), sets), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("'x' is [3] in the model, and [3, 1] is given"));
    sets = vectors();
    sets[0][0].type = BAKEOFF_INT32;
    EXPECT_EQ(driver.load(model.path(), sets), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("another type"));
    driver.output_names = {"z"};
    EXPECT_EQ(driver.load(model.path(), vectors()), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("no output 'z'"));

    Writer writer(0);
    writer.placeholder("x", ElementType::kFloat, {3});
    writer.placeholder("forgotten", ElementType::kFloat, {3});
    writer.node("AddV2", "y", {"x", "forgotten"}, {type(DataType::kFloat)});
    const TemporaryFile two(writer.take());
    driver.output_names = {"y"};
    EXPECT_EQ(driver.load(two.path(), vectors()), BAKEOFF_FAILED);
    EXPECT_THAT(driver.message(), HasSubstr("'forgotten' that nothing is given for"));
  });
}

TEST_P(TensorFlowTest, RefusesUnknownOptionsValuesFormsAndDevices) {
  opened([](Driver& driver) {
    const TemporaryFile model(increment());
    EXPECT_EQ(driver.load(model.path(), vectors(), {{"xlaa", "1"}}), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr("'xla'"));
    EXPECT_EQ(driver.load(model.path(), vectors(), {{"xla", "maybe"}}), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr("0|1"));
    EXPECT_EQ(driver.load(model.path(), vectors(), {{"inter-threads", "0"}}), BAKEOFF_UNSUPPORTED);
    driver.form = "onnx";
    EXPECT_EQ(driver.load(model.path(), vectors()), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr("onnx"));
    driver.form = "graphdef";
    driver.device = "cuda";
    EXPECT_EQ(driver.load(model.path(), vectors()), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr("cuda"));
  });
}

/// y = relu(x), computed in `narrow`.
std::string relu_in(DataType narrow) {
  Writer writer(0);
  writer.placeholder("x", ElementType::kFloat, {3});
  writer.node("Cast", "in", {"x"}, {{"SrcT", DataType::kFloat}, {"DstT", narrow}});
  writer.node("Relu", "relu", {"in"}, {type(narrow)});
  writer.node("Cast", "y", {"relu"}, {{"SrcT", narrow}, {"DstT", DataType::kFloat}});
  return writer.take();
}

TEST_P(TensorFlowTest, HoldsTheModelToThePrecisionThatIsAsked) {
  opened([](Driver& driver) {
    const TemporaryFile bf16(relu_in(DataType::kBfloat16));
    const TemporaryFile fp32(increment());
    for (const std::string asked : {"fp32", "fp16"}) {
      driver.precision = asked;
      EXPECT_EQ(driver.load(bf16.path(), vectors()), BAKEOFF_UNSUPPORTED);
      EXPECT_THAT(driver.message(), HasSubstr(asked + " asked, bf16 in the model"));
    }
    driver.precision = "bf16";
    driver.strict = 1;
    EXPECT_EQ(driver.load(fp32.path(), vectors()), BAKEOFF_UNSUPPORTED);
    EXPECT_THAT(driver.message(), HasSubstr("bf16 asked, fp32 in the model"));
    ASSERT_EQ(driver.load(bf16.path(), vectors()), BAKEOFF_OK) << driver.message();
    EXPECT_EQ(driver.facts().at("executed_precision"), "bf16");
    driver.unload();
    driver.strict = 0;
    ASSERT_EQ(driver.load(fp32.path(), vectors()), BAKEOFF_OK) << driver.message();
    EXPECT_EQ(driver.facts().at("executed_precision"), "fp32");
  });
}

TEST_P(TensorFlowTest, SaysThatTheLibraryIsNotThere) {
  Driver driver("tensorflow");
  EXPECT_EQ(driver.open("/nowhere"), BAKEOFF_FAILED);
  EXPECT_THAT(driver.message(), HasSubstr("/nowhere"));
}

INSTANTIATE_TEST_SUITE_P(Installed, TensorFlowTest, ::testing::ValuesIn(installed("tensorflow")), test_name);

}  // namespace
}  // namespace bakeoff::test
