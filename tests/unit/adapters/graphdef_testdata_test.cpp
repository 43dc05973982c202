// Every operator that is lowered to GraphDef on the ONNX project's own test data, by TensorFlow itself.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <optional>
#include <set>

#include "base/half.h"
#include "model/lower/graphdef/to_graphdef.h"
#include "model/onnx/canonical.h"
#include "model/onnx/reader.h"
#include "model/onnx/tensor_reader.h"
#include "unit/adapters/lowered.h"
#include "unit/adapters/runtimes_fixture.h"
#include "unit/model/onnx/onnx_testdata.h"

namespace bakeoff::test {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string name;
  model::Graph graph;
  model::Lowered lowered;
  std::vector<model::Tensor> inputs;
  std::vector<model::Tensor> outputs;
};

using Tally = std::map<std::string, std::vector<std::string>>;  // reason -> names

/// Cases whose expected outputs are not what the model computes, each with its reason.
const std::map<std::string, std::string>& left_out() {
  static const std::string kConstants = "the constants in the model are rounded to 5 digits";
  static const std::string kBits = "its data hold bfloat16 as uint16";
  static const std::string kDigits = "what is expected has 4 digits";
  static const std::string kHalfSums = "TensorFlow adds up fp16 in another order";
  static const std::string kOld = "a slope a channel, as up to opset 6";
  static const std::map<std::string, std::string> kCases = {
      {"test_cast_BFLOAT16_to_FLOAT", kBits},
      {"test_cast_FLOAT_to_BFLOAT16", kBits},
      {"test_castlike_BFLOAT16_to_FLOAT", kBits},
      {"test_castlike_BFLOAT16_to_FLOAT_expanded", kBits},
      {"test_castlike_FLOAT_to_BFLOAT16", kBits},
      {"test_castlike_FLOAT_to_BFLOAT16_expanded", kBits},
      {"test_attention_4d_fp16_expanded", kHalfSums},
      {"test_attention_4d_gqa_with_past_and_present_fp16_expanded", kHalfSums},
      {"test_averagepool_2d_ceil_last_window_starts_on_pad", kDigits},
      {"test_causal_conv_with_state_fp16_expanded", kHalfSums},
      {"test_causal_conv_with_state_silu_fp16_expanded", kHalfSums},
      {"test_PReLU_1d_multiparam", kOld},
      {"test_PReLU_2d_multiparam", kOld},
      {"test_PReLU_3d_multiparam", kOld},
      {"test_blackmanwindow_expanded", kConstants},
      {"test_blackmanwindow_symmetric_expanded", kConstants},
      {"test_hammingwindow_expanded", kConstants},
      {"test_hammingwindow_symmetric_expanded", kConstants},
      {"test_hannwindow_expanded", kConstants},
      {"test_hannwindow_symmetric_expanded", kConstants},
  };
  return kCases;
}

/// Types that the adapters' interface does not carry go in and come out as float.
bool is_carried(model::ElementType type) {
  using model::ElementType;
  return type == ElementType::kFloat || type == ElementType::kBool || type == ElementType::kInt8 ||
         type == ElementType::kUint8 || type == ElementType::kInt32 || type == ElementType::kInt64;
}

template <typename T, typename Convert>
std::vector<float> converted(const std::string& data, Convert convert) {
  std::vector<float> values;
  for (std::size_t at = 0; at < data.size(); at += sizeof(T)) {
    T value{};
    std::memcpy(&value, data.data() + at, sizeof(T));
    values.push_back(static_cast<float>(convert(value)));
  }
  return values;
}

model::Tensor as_carried(const model::Tensor& tensor) {
  using model::ElementType;
  const auto same = [](auto value) { return value; };
  std::vector<float> values;
  switch (tensor.type) {
    case ElementType::kDouble:
      values = converted<double>(tensor.data, same);
      break;
    case ElementType::kFloat16:
      values = converted<std::uint16_t>(tensor.data, from_float16);
      break;
    case ElementType::kBfloat16:
      values = converted<std::uint16_t>(tensor.data, from_bfloat16);
      break;
    case ElementType::kInt16:
      values = converted<std::int16_t>(tensor.data, same);
      break;
    case ElementType::kUint16:
      values = converted<std::uint16_t>(tensor.data, same);
      break;
    case ElementType::kUint32:
      values = converted<std::uint32_t>(tensor.data, same);
      break;
    case ElementType::kUint64:
      values = converted<std::uint64_t>(tensor.data, same);
      break;
    default:
      return tensor;
  }
  return {tensor.name, ElementType::kFloat, tensor.dims,
          std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float))};
}

model::Node cast(const std::string& from, const std::string& to, model::ElementType type) {
  model::Node node;
  node.name = "cast_" + to;
  node.op_type = "Cast";
  node.inputs = {from};
  node.outputs = {to};
  node.attributes["to"] = static_cast<std::int64_t>(type);
  return node;
}

/// The graph with casts where an input or output has a type that is not carried.
model::Graph with_casts(model::Graph graph) {
  for (model::ValueInfo& input : graph.inputs) {
    if (is_carried(input.type)) continue;
    graph.nodes.insert(graph.nodes.begin(), cast(input.name + "_float", input.name, input.type));
    input.name += "_float";
    input.type = model::ElementType::kFloat;
  }
  for (model::ValueInfo& output : graph.outputs) {
    if (is_carried(output.type)) continue;
    graph.nodes.push_back(cast(output.name, output.name + "_float", model::ElementType::kFloat));
    output.name += "_float";
    output.type = model::ElementType::kFloat;
  }
  return graph;
}

std::optional<std::vector<model::Tensor>> data(const fs::path& folder, const std::string& what,
                                               std::size_t count) {
  std::vector<model::Tensor> tensors;
  for (std::size_t i = 0; i < count; ++i) {
    auto tensor = model::read_tensor(folder / "test_data_set_0" / (what + "_" + std::to_string(i) + ".pb"));
    if (!tensor) return std::nullopt;
    tensors.push_back(std::move(*tensor));
  }
  return tensors;
}

/// The graph with its first `variable` inputs; the others become constants, as exporters write what a shape
/// or a parameter hangs on. Those of opset 6 and before are tried as opset 7, in which nearly all mean the
/// same.
model::Graph with_constants(model::Graph graph, const std::vector<model::Tensor>& inputs,
                            std::size_t variable) {
  for (std::size_t i = variable; i < inputs.size(); ++i) {
    graph.initializers.push_back(inputs[i]);
    graph.initializers.back().name = graph.inputs[i].name;
  }
  graph.inputs.resize(variable);
  constexpr std::int64_t kOldest = 7;
  graph.opset = std::max(graph.opset, kOldest);
  return with_casts(std::move(graph));
}

/// The case with as many true inputs as can be.
std::optional<Case> lowered(const fs::path& folder, Tally& skipped) {
  const auto graph = model::read_onnx(folder / "model.onnx");
  if (!graph) return std::nullopt;
  const std::string name = folder.filename();
  if (const auto found = left_out().find(name); found != left_out().end()) {
    skipped[found->second].push_back(name);
    return std::nullopt;
  }
  const auto inputs = data(folder, "input", graph->inputs.size());
  const auto outputs = data(folder, "output", graph->outputs.size());
  if (!inputs || !outputs) {
    skipped["its data are no numbers"].push_back(name);
    return std::nullopt;
  }
  std::string reason;
  for (const std::size_t variable : {inputs->size(), std::size_t{1}, std::size_t{0}}) {
    if (variable > inputs->size()) continue;
    const auto canonical = model::canonical(with_constants(*graph, *inputs, variable));
    auto done = canonical ? model::to_graphdef(*canonical) : tl::unexpected(canonical.error());
    if (done) {
      Case made{name, *canonical, std::move(*done), {}, {}};
      for (std::size_t i = 0; i < variable; ++i) made.inputs.push_back(as_carried((*inputs)[i]));
      for (const model::Tensor& output : *outputs) made.outputs.push_back(as_carried(output));
      return made;
    }
    if (reason.empty()) reason = done.error().what;
  }
  skipped[reason].push_back(name);
  return std::nullopt;
}

/// Nothing if TensorFlow gave what is expected.
std::optional<std::string> run(Driver& driver, const Case& test) {
  const TemporaryFile file(test.lowered.bytes);
  std::vector<Tensor> set;
  for (std::size_t i = 0; i < test.inputs.size(); ++i) {
    set.push_back(to_lowered(test.inputs[i], test.lowered.inputs[i]));
  }
  driver.output_names.clear();
  for (const auto& output : test.lowered.outputs) driver.output_names.push_back(output.name);
  driver.unload();
  if (driver.load(file.path(), {set}) != BAKEOFF_OK) return "load: " + driver.message();
  if (driver.create_context({set}) != BAKEOFF_OK) return "context: " + driver.message();
  if (driver.run() != BAKEOFF_OK) return "run: " + driver.message();
  const std::vector<Tensor> outputs = driver.outputs();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto actual = from_lowered(outputs[i], test.lowered.outputs[i]);
    if (auto differs = difference(actual, test.outputs[i])) return differs;
  }
  return std::nullopt;
}

class GraphDefTestData : public RuntimesTest {};

TEST_P(GraphDefTestData, IsComputedByTensorFlow) {
  isolated([] {
    Driver driver("tensorflow");
    driver.form = "graphdef";
    driver.precision = "bf16";  // the least that a case may ask for
    ASSERT_EQ(driver.open(GetParam().folder), BAKEOFF_OK) << driver.message();
    Tally skipped;
    Tally failed;
    std::set<std::string> operators;
    const auto run_all = [&](const std::vector<fs::path>& cases) {
      int passed = 0;
      for (const fs::path& folder : cases) {
        const std::optional<Case> test = lowered(folder, skipped);
        if (!test) continue;
        if (const auto wrong = run(driver, *test)) {
          failed[*wrong].push_back(test->name);
          continue;
        }
        ++passed;
        for (const model::Node& node : test->graph.nodes) operators.insert(node.op_type);
      }
      return passed;
    };
    const int old = run_all(model::onnx_test_cases());
    EXPECT_GE(old, 790) << "is libonnx-testdata installed?";
    const std::vector<fs::path> cases = model::onnx_test_cases(model::recent_testdata());
    const int recent = run_all(cases);
    EXPECT_GE(recent, cases.empty() ? 0 : 1045);
    if (cases.empty()) std::cout << "without recent test data: " << model::kHowToGetTestData << "\n";
    for (const auto& [reason, names] : skipped) {
      std::printf("skipped %zu: %s (%s, ...)\n", names.size(), reason.c_str(), names.front().c_str());
    }
    for (const auto& [reason, names] : failed) {
      ADD_FAILURE() << ::testing::PrintToString(names) << ": " << reason;
    }
    std::printf("passed %d and %d of TensorFlow %s, %zu operators\n", old, recent, driver.info.version,
                operators.size());
    std::vector<std::string> not_met;
    for (const auto& [name, limits] : model::graphdef_operators()) {
      if (!operators.contains(name)) not_met.push_back(name);
    }
    // Younger than Debian's test data: graphdef_models_test.cpp has them.
    EXPECT_THAT(not_met, ::testing::IsSubsetOf({"Gelu", "GroupNormalization", "Mish"}));
  });
}

INSTANTIATE_TEST_SUITE_P(Installed, GraphDefTestData, ::testing::ValuesIn(installed("tensorflow")),
                         test_name);

}  // namespace
}  // namespace bakeoff::test
