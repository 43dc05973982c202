#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>

#include "model/onnx/canonical.h"
#include "model/onnx/counts.h"
#include "model/onnx/reader.h"
#include "model/onnx/tensor_reader.h"
#include "unit/model/onnx/dialect.h"
#include "unit/model/onnx/onnx_testdata.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

/// The first `variable` inputs stay, the others become the constants of the test data. Nothing where those
/// are no numbers.
std::optional<Graph> with_constants(Graph graph, const fs::path& folder, std::size_t variable) {
  for (std::size_t i = variable; i < graph.inputs.size(); ++i) {
    Result<Tensor> tensor = read_tensor(folder / "test_data_set_0" / ("input_" + std::to_string(i) + ".pb"));
    if (!tensor) return std::nullopt;
    tensor->name = graph.inputs[i].name;
    graph.initializers.push_back(std::move(*tensor));
  }
  if (graph.inputs.size() > variable) graph.inputs.resize(variable);
  return graph;
}

/// As the file has it if that is possible; else with parameters as the constants that exporters write.
Graph as_exported(const Graph& graph, const fs::path& folder) {
  if (canonical(graph)) return graph;
  for (const std::size_t variable : {1, 0}) {
    const std::optional<Graph> parametrised = with_constants(graph, folder, variable);
    if (parametrised && canonical(*parametrised)) return *parametrised;
  }
  return graph;
}

TEST(CanonicalOnnxTestData, KeepsWhatTheDialectPromises) {
  int checked = 0;
  std::map<std::string, int> refused;
  std::set<std::string> operators;
  for (const fs::path& folder : onnx_test_cases()) {
    const Result<Graph> graph = read_onnx(folder / "model.onnx");
    if (!graph || folder.string().find("/node/") == std::string::npos) continue;
    SCOPED_TRACE(folder.string());
    const Graph original = as_exported(*graph, folder);
    const Result<Graph> result = canonical(original);
    if (!result) {
      EXPECT_EQ(result.error().kind, ErrorKind::kUnsupported) << to_string(result.error());
      ++refused[graph->nodes.front().op_type + ": " + result.error().what];
      continue;
    }
    EXPECT_THAT(dialect_faults(original, *result), testing::IsEmpty());
    for (const Node& node : result->nodes) operators.insert(node.op_type);
    ++checked;
  }
  for (const auto& [what, count] : refused) std::printf("%d %s\n", count, what.c_str());
  EXPECT_GE(checked, 600) << "is libonnx-testdata installed?";
  std::printf("checked %d, operators %zu\n", checked, operators.size());
}

}  // namespace
}  // namespace bakeoff::model
