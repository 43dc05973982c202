// PyTorch's adapter: what it says of itself and of precision, and operators that the ONNX project's data of
// this Debian does not hold yet.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/lower/torchscript/torchscript.h"
#include "model/onnx/canonical.h"
#include "unit/model/lower/torchscript/installed_pytorch.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using ::testing::FloatNear;
using ::testing::HasSubstr;
using ::testing::Pointwise;

class PytorchAdapter : public ::testing::Test {
 protected:
  void SetUp() override {
    versions_ = installed_versions("pytorch");
    if (versions_.empty()) GTEST_SKIP() << "bakeoff runtimes install pytorch, and set BAKEOFF_RUNTIMES";
  }

  /// The one output of a graph of one input "x", by every installed version.
  void expect_output(const Graph& graph, const test::Tensor& input, const std::vector<float>& expected,
                     const std::string& precision = "fp32", float room = 1e-6F) {
    const Result<Graph> dialect = canonical(graph);
    ASSERT_TRUE(dialect) << to_string(dialect.error());
    const Result<Lowered> lowered = to_torchscript(*dialect);
    ASSERT_TRUE(lowered) << to_string(lowered.error());
    for (const auto& version : versions_) {
      const auto outputs = run_once(version, {.form = "torchscript",
                                              .bytes = lowered->bytes,
                                              .inputs = {input},
                                              .outputs = {"y"},
                                              .precision = precision});
      ASSERT_EQ(outputs.size(), 1U);
      EXPECT_THAT(outputs[0].as<float>(), Pointwise(FloatNear(room), expected)) << version.version;
    }
  }

  std::vector<runtimes::InstalledRuntime> versions_;
};

const std::vector<float> kValues{-3, -1, 0, 0.5F, 1, 2};

test::Tensor input(const std::vector<std::int64_t>& dims, const std::vector<float>& values) {
  return test::tensor<float>("x", BAKEOFF_FLOAT32, dims, values);
}

Tensor floats(const std::string& name, const std::vector<float>& values) {
  Tensor tensor = weights(name, {static_cast<std::int64_t>(values.size())});
  tensor.data.assign(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
  return tensor;
}

TEST_F(PytorchAdapter, ComputesGelu) {
  std::vector<float> expected;
  for (const float x : kValues) expected.push_back(0.5F * x * (1 + std::erf(x / std::sqrt(2.0F))));
  Graph graph = graph_of({value("x", {6})}, {}, {node("Gelu", {"x"}, {"y"})});
  graph.opset = 20;
  expect_output(graph, input({6}, kValues), expected);
}

TEST_F(PytorchAdapter, ComputesMish) {
  std::vector<float> expected;
  for (const float x : kValues) expected.push_back(x * std::tanh(std::log1p(std::exp(x))));
  Graph graph = graph_of({value("x", {6})}, {}, {node("Mish", {"x"}, {"y"})});
  graph.opset = 18;
  expect_output(graph, input({6}, kValues), expected);
}

TEST_F(PytorchAdapter, ComputesGroupNormalization) {
  // Two groups of one channel pair each: (1, 3) around 2 with deviation 1, (10, 30) around 20 with
  // deviation 10.
  Graph graph = graph_of({value("x", {1, 4, 1})}, {floats("s", {1, 1, 2, 1}), floats("b", {0, 0, 0, 5})},
                         {node("GroupNormalization", {"x", "s", "b"}, {"y"},
                               {{"num_groups", std::int64_t{2}}, {"epsilon", 0.0F}})});
  graph.opset = 21;
  expect_output(graph, input({1, 4, 1}, {1, 3, 10, 30}), {-1, 1, -2, 6});
}

/// y = x + 1 in `type`, between casts.
Graph in_type(ElementType type) {
  Tensor one = weights("one", {});
  one.type = type;
  one.data = type == ElementType::kBfloat16 ? std::string("\x80\x3f") : std::string("\x00\x3c", 2);
  return graph_of(
      {value("x", {2})}, {one},
      {node("Cast", {"x"}, {"narrow"}, {{"to", static_cast<std::int64_t>(type)}}),
       node("Add", {"narrow", "one"}, {"sum"}), node("Cast", {"sum"}, {"y"}, {{"to", std::int64_t{1}}})});
}

TEST_F(PytorchAdapter, RoundsAsThePrecisionDoes) {
  // 1 + 2^-9 needs 9 bits of mantissa: fp16 has them, bf16 has not; 1 + 2^-12 neither.
  const float ninth = std::ldexp(1.0F, -9);
  const float twelfth = std::ldexp(1.0F, -12);
  expect_output(in_type(ElementType::kFloat16), input({2}, {ninth, twelfth}), {1 + ninth, 1}, "fp16", 0);
  // The fuser of torch 2.0 keeps fp32 between neighbours: more bits than asked, which is allowed.
  versions_.resize(1);
  expect_output(in_type(ElementType::kBfloat16), input({2}, {ninth, twelfth}), {1, 1}, "bf16", 0);
}

TEST_F(PytorchAdapter, SaysWhatItIsAndWhatRan) {
  for (const auto& version : versions_) {
    test::isolated([&] {
      const auto driver = drive(version);
      driver->form = "torchscript";
      driver->output_names = {"y"};
      ASSERT_EQ(driver->open(version.library_dir.string()), BAKEOFF_OK) << driver->message();
      EXPECT_EQ(driver->info.version, version.version);
      EXPECT_THAT(driver->info.path, HasSubstr("libtorch_cpu.so"));
      const test::TemporaryFile model(to_torchscript(*canonical(in_type(ElementType::kBfloat16)))->bytes);
      const std::vector<test::Tensor> inputs{input({2}, {1, 2})};

      driver->precision = "fp16";
      EXPECT_EQ(driver->load(model.path(), {inputs}), BAKEOFF_UNSUPPORTED);
      EXPECT_EQ(driver->message(), "fp16 asked, bf16 ran");
      driver->precision = "bf16";
      EXPECT_EQ(driver->load(model.path(), {inputs}, {{"optimise", "none"}}), BAKEOFF_UNSUPPORTED);
      EXPECT_EQ(driver->message(), "there is no option 'optimise'; the nearest is 'optimize'");
      if (version.version == "2.0.1") {
        EXPECT_EQ(driver->load(model.path(), {inputs}, {{"optimize", "onednn-graph"}}), BAKEOFF_UNSUPPORTED);
        EXPECT_EQ(driver->message(), "optimize=onednn-graph: this version's wheel lacks its header");
      }
      EXPECT_EQ(driver->load("/no/such/file", {inputs}), BAKEOFF_FAILED);
      ASSERT_EQ(driver->load(model.path(), {inputs}), BAKEOFF_OK) << driver->message();
      const auto facts = driver->facts();
      EXPECT_EQ(facts.at("executed_precision"), "bf16");
      EXPECT_EQ(facts.at("layout"), "NCHW");
      EXPECT_EQ(facts.at("threads"), "2");
      driver->unload();
      EXPECT_EQ(driver->adapter->open("/no/such/folder", &driver->library, &driver->info, &driver->error),
                BAKEOFF_FAILED);
    });
  }
}

// The loader's cache of a machine with CUDA would hide a library that the wheels lack.
TEST_F(PytorchAdapter, FindsItsLibrariesWithoutTheLoadersCache) {
  for (const auto& version : versions_) {
    const std::string command = "! /lib64/ld-linux-x86-64.so.2 --inhibit-cache --list '" +
                                version.adapter.string() +
                                "' | grep -E 'not found|(cudart|cupti).*=> /(usr|lib)'";
#ifdef __x86_64__
    EXPECT_EQ(std::system(command.c_str()), 0) << version.version;
#endif
  }
}

}  // namespace
}  // namespace bakeoff::model
