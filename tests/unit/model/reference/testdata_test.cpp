// The ONNX project's own cases, file to outputs: read_onnx, canonical, execute.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <map>
#include <set>

#include "model/onnx/canonical.h"
#include "model/onnx/counts.h"
#include "model/onnx/reader.h"
#include "model/onnx/tensor_reader.h"
#include "model/reference/executor.h"
#include "unit/model/onnx/onnx_testdata.h"
#include "unit/model/reference/left_out.h"

namespace bakeoff::model::reference {
namespace {

namespace fs = std::filesystem;

Result<std::vector<Tensor>> read_data(const fs::path& folder, const std::string& what, std::size_t count) {
  std::vector<Tensor> tensors;
  for (std::size_t i = 0; i < count; ++i) {
    Result<Tensor> tensor =
        read_tensor(folder / "test_data_set_0" / (what + "_" + std::to_string(i) + ".pb"));
    if (!tensor) return tl::unexpected(tensor.error());
    tensors.push_back(std::move(*tensor));
  }
  return tensors;
}

struct Case {
  Graph graph;
  std::vector<Tensor> inputs;
  std::vector<Tensor> outputs;
};

Result<Case> read_case(const fs::path& folder) {
  Result<Graph> graph = read_onnx(folder / "model.onnx");
  if (!graph) return tl::unexpected(graph.error());
  Result<std::vector<Tensor>> inputs = read_data(folder, "input", graph->inputs.size());
  if (!inputs) return tl::unexpected(inputs.error());
  Result<std::vector<Tensor>> outputs = read_data(folder, "output", graph->outputs.size());
  if (!outputs) return tl::unexpected(outputs.error());
  return Case{std::move(*graph), std::move(*inputs), std::move(*outputs)};
}

// Parameters that exporters write as constants (axes, shapes, pads) are inputs in these files: all but the
// first become initializers.
Case with_constant_parameters(Case given) {
  Case frozen{std::move(given.graph), {}, std::move(given.outputs)};
  std::vector<ValueInfo> kept;
  for (std::size_t i = 0; i < given.inputs.size(); ++i) {
    if (i == 0) {
      kept.push_back(frozen.graph.inputs[i]);
      frozen.inputs.push_back(std::move(given.inputs[i]));
    } else {
      given.inputs[i].name = frozen.graph.inputs[i].name;
      frozen.graph.initializers.push_back(std::move(given.inputs[i]));
    }
  }
  frozen.graph.inputs = std::move(kept);
  return frozen;
}

// Inputs without a fixed shape get that of the data.
void fix_shapes(Case& given) {
  for (std::size_t i = 0; i < given.inputs.size(); ++i)
    given.graph.inputs[i].shape = to_shape(given.inputs[i].dims);
}

Result<std::vector<Value>> run(Case given) {
  fix_shapes(given);
  const Result<Graph> graph = canonical(given.graph);
  if (!graph) return tl::unexpected(graph.error());
  std::vector<Value> inputs;
  for (const Tensor& tensor : given.inputs) {
    Result<Value> input = from_tensor(tensor);
    if (!input) return tl::unexpected(input.error());
    inputs.push_back(std::move(*input));
  }
  return execute(*graph, std::move(inputs), Arithmetic::kExact);
}

// The data were computed in float32 (and rounded to float16 in some).
double allowed(ElementType type) {
  return type == ElementType::kFloat16 ? 2e-3 : type == ElementType::kBfloat16 ? 1.6e-2 : 1e-5;
}

double error_of(const Reals& y, const Reals& expected) {
  double difference = 0;
  double scale = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (std::isnan(expected[i]) && std::isnan(y[i])) continue;
    if (y[i] == expected[i]) continue;
    difference = std::isfinite(y[i]) ? std::max(difference, std::abs(y[i] - expected[i])) : INFINITY;
  }
  for (const double element : expected)
    scale = std::isfinite(element) ? std::max(scale, std::abs(element)) : scale;
  return difference == 0 ? 0 : difference / scale;
}

std::string difference(const std::vector<Value>& outputs, const std::vector<Tensor>& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Value right = from_tensor(expected[i]).value();
    if (outputs[i].type != right.type || outputs[i].dims != right.dims) return "type or shape of output";
    if (!is_real(right.type)) {
      if (integers(outputs[i]) != integers(right)) return "integers";
      continue;
    }
    const double error = error_of(reals(outputs[i]), reals(right));
    if (!(error <= allowed(right.type))) return "error " + std::to_string(error);
  }
  return {};
}

TEST(ReferenceOnOnnxTestData, GivesTheExpectedOutputs) {
  int run_count = 0;
  std::map<std::string, int> skipped;
  std::set<std::string> operators;
  for (const fs::path& folder : onnx_test_cases()) {
    SCOPED_TRACE(folder.string());
    const std::string reason = reason_to_leave_out(folder.filename());
    if (!reason.empty()) {
      ++skipped[reason];
      continue;
    }
    const Result<Case> given = read_case(folder);
    if (!given) {
      std::cout << "UNREAD " << folder.filename().string() << " " << to_string(given.error()) << "\n";
      continue;
    }
    Result<std::vector<Value>> outputs = run(*given);
    if (!outputs && given->inputs.size() > 1) outputs = run(with_constant_parameters(*given));
    if (!outputs) {
      std::cout << "UNRUN " << folder.filename().string() << " " << to_string(outputs.error()) << "\n";
      continue;
    }
    ++run_count;
    for (const Node& node : given->graph.nodes) operators.insert(node.op_type);
    EXPECT_EQ(difference(*outputs, given->outputs), "");
  }
  std::cout << run_count << " cases of " << operators.size() << " operators were run\n";
  for (const auto& [reason, count] : skipped) std::cout << count << " left out: " << reason << "\n";
}

}  // namespace
}  // namespace bakeoff::model::reference
