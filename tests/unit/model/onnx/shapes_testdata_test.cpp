#include <gtest/gtest.h>

#include <map>
#include <set>

#include "model/onnx/counts.h"
#include "model/onnx/reader.h"
#include "model/onnx/shapes.h"
#include "model/onnx/tensor_reader.h"
#include "unit/model/onnx/onnx_testdata.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

/// Cases whose file or data cannot be compared, each with its reason.
const std::map<std::string, std::string>& left_out() {
  static const std::map<std::string, std::string> kCases = {
      {"test_cast_FLOAT_to_BFLOAT16", "output_0.pb holds the bits as uint16"},
      {"test_castlike_FLOAT_to_BFLOAT16", "output_0.pb holds the bits as uint16"},
      {"test_castlike_FLOAT_to_STRING", "output_0.pb holds strings"},
      {"test_einsum_batch_diagonal", "an ellipsis is unsupported"},
      {"test_castlike_FLOAT_to_BFLOAT16_expanded", "output_0.pb holds the bits as uint16"},
      {"test_castlike_FLOAT_to_STRING_expanded", "output_0.pb holds strings"},
      {"test_cast_FLOAT_to_STRING", "output_0.pb holds strings"},
  };
  return kCases;
}

bool in_table(const Graph& graph) {
  static const std::vector<std::string> kNames = shape_operators();
  static const std::set<std::string> kKnown(kNames.begin(), kNames.end());
  for (const Node& node : graph.nodes) {
    if (!node.domain.empty() || !kKnown.contains(node.op_type)) return false;
  }
  return true;
}

std::vector<Tensor> read_data(const fs::path& folder, const std::string& what, std::size_t count) {
  std::vector<Tensor> tensors;
  for (std::size_t i = 0; i < count; ++i) {
    const Result<Tensor> tensor =
        read_tensor(folder / "test_data_set_0" / (what + "_" + std::to_string(i) + ".pb"));
    EXPECT_TRUE(tensor) << to_string(tensor.error());
    if (tensor) tensors.push_back(*tensor);
  }
  return tensors;
}

/// What the model says of its outputs must not help.
Graph without_answers(Graph graph) {
  graph.values.clear();
  for (ValueInfo& output : graph.outputs) output = ValueInfo{.name = output.name, .type = {}, .shape = {}};
  return graph;
}

/// The same model with its inputs as constants: shapes that depend on them can then be told.
Graph frozen(Graph graph, std::vector<Tensor> inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    inputs[i].name = graph.inputs[i].name;
    graph.initializers.push_back(std::move(inputs[i]));
  }
  graph.inputs.clear();
  return graph;
}

bool is_concrete(const Graph& graph) {
  for (const ValueInfo& output : graph.outputs) {
    if (!output.shape || !to_dims(*output.shape)) return false;
  }
  return true;
}

TEST(ShapesOfOnnxTestData, AreThoseOfTheExpectedOutputs) {
  int compared = 0;
  int needed_values = 0;
  std::set<std::string> operators;
  for (const fs::path& folder : onnx_test_cases()) {
    const Result<Graph> graph = read_onnx(folder / "model.onnx");
    if (!graph || !in_table(*graph) || left_out().contains(folder.filename())) continue;
    SCOPED_TRACE(folder.string());
    Result<Graph> inferred = infer_shapes(without_answers(*graph));
    if (!inferred) {
      ADD_FAILURE() << to_string(inferred.error());
      continue;
    }
    if (!is_concrete(*inferred)) {
      ++needed_values;
      inferred =
          infer_shapes(frozen(without_answers(*graph), read_data(folder, "input", graph->inputs.size())));
      if (!inferred) {
        ADD_FAILURE() << to_string(inferred.error());
        continue;
      }
    }
    const std::vector<Tensor> expected = read_data(folder, "output", graph->outputs.size());
    if (expected.size() != inferred->outputs.size()) {
      ADD_FAILURE();
      continue;
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const ValueInfo& output = inferred->outputs[i];
      ASSERT_TRUE(output.shape);
      EXPECT_EQ(to_string(*output.shape), to_string(expected[i].dims));
      EXPECT_EQ(output.type, expected[i].type);
      EXPECT_EQ(output.type, graph->outputs[i].type);
    }
    ++compared;
    if (graph->nodes.size() == 1) operators.insert(graph->nodes.front().op_type);
  }
  EXPECT_GE(compared, 703) << "is libonnx-testdata installed?";
  EXPECT_GE(needed_values, 79);
  // The others are younger than the test data or have none, and have tests in shapes_test.cpp.
  EXPECT_GE(operators.size(), shape_operators().size() - 10);
}

}  // namespace
}  // namespace bakeoff::model
