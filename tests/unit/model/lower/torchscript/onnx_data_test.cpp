// Every operator on the ONNX project's own test data, through the real PyTorch.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <iostream>
#include <map>
#include <set>

#include "model/lower/torchscript/torchscript.h"
#include "model/onnx/canonical.h"
#include "model/onnx/reader.h"
#include "model/onnx/tensor_reader.h"
#include "unit/model/lower/torchscript/installed_pytorch.h"
#include "unit/model/onnx/onnx_testdata.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

/// Cases that say something else than the operator's definition today.
const std::map<std::string, std::string>& left_out_cases() {
  static const std::map<std::string, std::string> kCases = {
      {"test_PReLU_1d_multiparam", "before opset 7 slopes were not broadcast"},
      {"test_PReLU_2d_multiparam", "before opset 7 slopes were not broadcast"},
      {"test_PReLU_3d_multiparam", "before opset 7 slopes were not broadcast"},
      {"test_resize_downsample_scales_cubic_align_corners", "takes a length that is not whole"},
      {"test_resize_downsample_scales_linear_align_corners", "takes a length that is not whole"},
      {"test_averagepool_2d_ceil_last_window_starts_on_pad", "what is expected has 4 digits"},
      {"test_top_k_same_values", "torch takes any of equal elements"},
      {"test_top_k_same_values_2d", "torch takes any of equal elements"},
      {"test_top_k_same_values_largest", "torch takes any of equal elements"},
  };
  return kCases;
}

/// What became of the cases, by reason.
struct Tally {
  int run = 0;
  std::map<std::string, int> left_out;
  std::set<std::string> operators;
};

std::vector<Tensor> read_data(const fs::path& folder, const std::string& what) {
  std::vector<Tensor> tensors;
  for (int i = 0;; ++i) {
    const fs::path file = folder / "test_data_set_0" / (what + "_" + std::to_string(i) + ".pb");
    if (!fs::exists(file)) return tensors;
    const Result<Tensor> tensor = read_tensor(file);
    if (!tensor) return {};
    tensors.push_back(*tensor);
  }
}

bool on_host(ElementType type) {
  return type == ElementType::kFloat || type == ElementType::kUint8 || type == ElementType::kInt8 ||
         type == ElementType::kInt32 || type == ElementType::kInt64 || type == ElementType::kBool;
}

bool all_on_host(const std::vector<ValueInfo>& values) {
  return std::all_of(values.begin(), values.end(), [](const auto& value) { return on_host(value.type); });
}

test::Tensor to_test(const Tensor& tensor) {
  return {tensor.name, static_cast<int>(tensor.type), tensor.dims, tensor.data};
}

template <typename T>
std::vector<double> numbers(const std::string& bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return {values.begin(), values.end()};
}

std::vector<double> numbers(int type, const std::string& bytes) {
  switch (type) {
    case BAKEOFF_FLOAT32:
      return numbers<float>(bytes);
    case BAKEOFF_INT8:
      return numbers<std::int8_t>(bytes);
    case BAKEOFF_INT32:
      return numbers<std::int32_t>(bytes);
    case BAKEOFF_INT64:
      return numbers<std::int64_t>(bytes);
    default:
      return numbers<std::uint8_t>(bytes);
  }
}

/// What is wrong with an output; empty if nothing is. Floats may be 1e-4 of the value + 1e-6 apart.
std::string complaint(const test::Tensor& actual, const test::Tensor& expected) {
  if (actual.type != expected.type) return "another type: " + std::to_string(actual.type);
  if (actual.dims != expected.dims) return "another shape: " + ::testing::PrintToString(actual.dims);
  const std::vector<double> a = numbers(actual.type, actual.data);
  const std::vector<double> b = numbers(expected.type, expected.data);
  for (std::size_t i = 0; i < b.size(); ++i) {
    const bool same = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]));
    const double room = actual.type == BAKEOFF_FLOAT32 ? 1e-6 + 1e-4 * std::abs(b[i]) : 0;
    if (!same && !(std::abs(a[i] - b[i]) <= room)) {
      return "element " + std::to_string(i) + " is " + std::to_string(a[i]) + " instead of " +
             std::to_string(b[i]);
    }
  }
  return {};
}

/// All inputs but the first as constants: axes, shapes and scales that a lowering must know beforehand. Takes
/// them out of `inputs`.
Graph with_constants(Graph graph, std::vector<Tensor>& inputs) {
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    inputs[i].name = graph.inputs[i].name;
    graph.initializers.push_back(inputs[i]);
  }
  graph.inputs.resize(std::min<std::size_t>(1, inputs.size()));
  inputs.resize(graph.inputs.size());
  return graph;
}

void narrow(Tensor& tensor) {
  if (tensor.type != ElementType::kDouble) return;
  std::vector<float> values;
  for (const double value : numbers<double>(tensor.data)) values.push_back(static_cast<float>(value));
  tensor.type = ElementType::kFloat;
  tensor.data.assign(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
}

/// Cases in double precision as ones in single precision: an operator that has only those would have none.
/// Where a node names the type itself, they stay as they are.
void narrow(Graph& graph, std::vector<Tensor>& inputs, std::vector<Tensor>& outputs) {
  for (const Node& node : graph.nodes) {
    for (const char* name : {"to", "dtype", "value"}) {
      if (node.attributes.contains(name)) return;
    }
    if (node.op_type == "CastLike") return;
  }
  for (auto* tensors : {&inputs, &outputs, &graph.initializers}) {
    for (Tensor& tensor : *tensors) narrow(tensor);
  }
  for (auto* values : {&graph.inputs, &graph.outputs, &graph.values}) {
    for (ValueInfo& value : *values) {
      if (value.type == ElementType::kDouble) value.type = ElementType::kFloat;
    }
  }
}

class Case {
 public:
  Case(fs::path folder, Tally& tally) : folder_(std::move(folder)), tally_(tally) {}

  void run(test::Driver& driver) {
    if (const auto found = left_out_cases().find(folder_.filename()); found != left_out_cases().end()) {
      return leave_out(found->second);
    }
    Result<Graph> graph = read_onnx(folder_ / "model.onnx");
    if (!graph) return leave_out("the file is not read: " + graph.error().what);
    // Operators that did not change in opset 7 keep the files of the time before it; canonical() refuses
    // those, as nothing is known of the others.
    graph->opset = std::max<std::int64_t>(graph->opset, 7);
    std::vector<Tensor> inputs = read_data(folder_, "input");
    std::vector<Tensor> expected = read_data(folder_, "output");
    if (inputs.size() != graph->inputs.size() || expected.size() != graph->outputs.size()) {
      return leave_out("data that is not read");
    }
    narrow(*graph, inputs, expected);
    if (!all_on_host(graph->inputs) || !all_on_host(graph->outputs))
      return leave_out("types no host tensor has");
    Result<Graph> dialect = canonical(*graph);
    if (!dialect) dialect = canonical(with_constants(*graph, inputs));
    if (!dialect) return leave_out("not canonical: " + dialect.error().what.substr(0, 60));
    const Result<Lowered> lowered = to_torchscript(*dialect);
    if (!lowered) return leave_out("not lowered: " + lowered.error().what);
    if (dialect->nodes.empty()) return leave_out("no node is left");
    compute(driver, inputs, expected, *dialect, *lowered);
  }

 private:
  void leave_out(const std::string& reason) { ++tally_.left_out[reason]; }

  void compute(test::Driver& driver, const std::vector<Tensor>& data, const std::vector<Tensor>& expected,
               const Graph& dialect, const Lowered& lowered) {
    SCOPED_TRACE(folder_.filename().string());
    std::vector<test::Tensor> inputs;
    for (const Tensor& tensor : data) inputs.push_back(to_test(tensor));
    driver.output_names.clear();
    for (const LoweredTensor& output : lowered.outputs) driver.output_names.push_back(output.name);
    const test::TemporaryFile file(lowered.bytes);
    bakeoff_status status = driver.load(file.path(), {inputs});
    if (status == BAKEOFF_OK) status = driver.create_context({inputs});
    // Twice: torch's interpreter watches the first run and changes what it does for the second.
    for (int repeat = 0; repeat < 2 && status == BAKEOFF_OK; ++repeat) status = driver.run();
    if (status == BAKEOFF_UNSUPPORTED) return leave_out("this version: " + driver.message());
    ASSERT_EQ(status, BAKEOFF_OK) << driver.message();
    const std::vector<test::Tensor> actual = driver.outputs();
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) EXPECT_EQ(complaint(actual[i], to_test(expected[i])), "");
    ++tally_.run;
    for (const Node& node : dialect.nodes) tally_.operators.insert(node.op_type);
    driver.unload();
  }

  fs::path folder_;
  Tally& tally_;
};

TEST(OnnxData, IsComputedByPyTorch) {
  const auto versions = installed_versions("pytorch");
  if (versions.empty()) GTEST_SKIP() << "bakeoff runtimes install pytorch, and set BAKEOFF_RUNTIMES";
  for (const auto& version : versions) {
    test::isolated([&] {
      Tally tally;
      const std::unique_ptr<test::Driver> driver = drive(version);
      driver->form = "torchscript";
      ASSERT_EQ(driver->open(version.library_dir.string()), BAKEOFF_OK) << driver->message();
      const auto run_all = [&](const std::vector<fs::path>& cases) {
        const int before = tally.run;
        for (const fs::path& folder : cases) Case(folder, tally).run(*driver);
        return tally.run - before;
      };
      EXPECT_GE(run_all(onnx_test_cases()), 730) << "is libonnx-testdata installed?";
      const std::vector<fs::path> recent = onnx_test_cases(recent_testdata());
      EXPECT_GE(run_all(recent), recent.empty() ? 0 : 936);
      if (recent.empty()) std::cout << "without recent test data: " << kHowToGetTestData << "\n";
      std::cout << "PyTorch " << version.version << ": " << tally.run << " cases run\n";
      for (const auto& [reason, count] : tally.left_out)
        std::cout << "  left out " << count << ": " << reason << "\n";
      std::vector<std::string> without_case;
      for (const std::string& name : torchscript_operators()) {
        if (!tally.operators.contains(name)) without_case.push_back(name);
      }
      // Younger than the test data, or only there in a type that no host tensor has: see adapter_test.cpp.
      EXPECT_THAT(without_case, ::testing::IsSubsetOf({"Gelu", "GroupNormalization", "Mish"}));
    });
  }
}

}  // namespace
}  // namespace bakeoff::model
