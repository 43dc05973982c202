// The ONNX project's own cases, file to outputs: read_onnx, canonical, execute.
#include <gtest/gtest.h>

#include <algorithm>
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

/// What is compared at least.
struct Extent {
  OnnxTestData data;
  int cases;
  std::size_t operators;
};

class ReferenceOnOnnxTestData : public ::testing::TestWithParam<Extent> {};

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

// The dialect begins at opset 7. Files of older ones mean the same here, unless they say how to broadcast.
bool is_old(const Graph& graph) {
  return graph.opset < 7 && std::none_of(graph.nodes.begin(), graph.nodes.end(), [](const Node& node) {
           return node.attributes.contains("broadcast");
         });
}

// Inputs without a fixed shape get that of the data.
void fix_shapes(Case& given) {
  for (std::size_t i = 0; i < given.inputs.size(); ++i)
    given.graph.inputs[i].shape = to_shape(given.inputs[i].dims);
}

Result<std::vector<Value>> run(Case given) {
  fix_shapes(given);
  if (is_old(given.graph)) given.graph.opset = 7;
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

Result<std::vector<Value>> run_somehow(const Case& given) {
  Result<std::vector<Value>> outputs = run(given);
  if (outputs || given.inputs.size() < 2) return outputs;
  return run(with_constant_parameters(given));
}

TEST_P(ReferenceOnOnnxTestData, GivesTheExpectedOutputs) {
  const std::vector<fs::path> cases = onnx_test_cases(GetParam().data);
  if (cases.empty()) GTEST_SKIP() << kHowToGetTestData;
  int compared = 0;
  std::map<std::string, int> left_out;
  std::set<std::string> operators;
  for (const fs::path& folder : cases) {
    SCOPED_TRACE(folder.string());
    const std::string name = folder.filename();
    if (const std::string reason = reason_not_to_compare(name); !reason.empty()) {
      ++left_out[reason];
      continue;
    }
    const Result<Case> given = read_case(folder);
    const auto outputs = given ? run_somehow(*given) : tl::unexpected(given.error());
    if (!outputs) {
      const std::string reason = reason_not_to_run(name);
      EXPECT_NE(reason, "") << to_string(outputs.error());
      EXPECT_EQ(outputs.error().kind, ErrorKind::kUnsupported) << to_string(outputs.error());
      ++left_out[reason];
      continue;
    }
    ++compared;
    for (const Node& node : given->graph.nodes) operators.insert(node.op_type);
    EXPECT_EQ(difference(*outputs, given->outputs), "");
  }
  std::cout << compared << " cases of " << operators.size() << " operators were compared\n";
  for (const auto& [reason, count] : left_out) std::cout << count << " left out: " << reason << "\n";
  EXPECT_GE(compared, GetParam().cases);
  EXPECT_GE(operators.size(), GetParam().operators);
}

INSTANTIATE_TEST_SUITE_P(Onnx, ReferenceOnOnnxTestData,
                         ::testing::Values(Extent{debian_testdata(), 805, 129},
                                           Extent{recent_testdata(), 1106, 139}),
                         [](const auto& extent) { return extent.param.data.name; });

}  // namespace
}  // namespace bakeoff::model::reference
