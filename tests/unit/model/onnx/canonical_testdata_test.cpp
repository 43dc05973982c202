#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
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

/// Operators of the test data that are none of a network that runtimes race on, or need values to tell
/// shapes.
const std::set<std::string>& outside_the_dialect() {
  static const std::set<std::string> kNames = {"Adagrad",
                                               "Adam",
                                               "Bernoulli",
                                               "BlackmanWindow",
                                               "Compress",
                                               "DFT",
                                               "Det",
                                               "GRU",
                                               "GridSample",
                                               "HammingWindow",
                                               "HannWindow",
                                               "If",
                                               "LSTM",
                                               "Loop",
                                               "MaxUnpool",
                                               "Momentum",
                                               "MelWeightMatrix",
                                               "NonZero",
                                               "RNN",
                                               "NonMaxSuppression",
                                               "NegativeLogLikelihoodLoss",
                                               "RoiAlign",
                                               "Scan",
                                               "RandomUniformLike",
                                               "ReverseSequence",
                                               "STFT",
                                               "Scatter",
                                               "StringNormalizer",
                                               "SoftmaxCrossEntropyLoss",
                                               "Unique",
                                               "TfIdfVectorizer"};
  return kNames;
}

/// Cases of known operators that are refused, and what the refusal must say.
const std::map<std::string, std::string>& refused_cases() {
  static const std::map<std::string, std::string> kCases = {
      {"test_batchnorm_epsilon_training_mode", "training mode"},
      {"test_batchnorm_example_training_mode", "training mode"},
      {"test_cast_FLOAT_to_STRING", "holds no numbers"},
      {"test_cast_STRING_to_FLOAT", "holds no numbers"},
      {"test_castlike_STRING_to_FLOAT", "holds no numbers"},
      {"test_castlike_STRING_to_FLOAT_expanded", "holds no numbers"},
      {"test_castlike_FLOAT_to_STRING_expanded", "holds no numbers"},
      {"test_castlike_FLOAT_to_STRING", "holds no numbers"},
      {"test_einsum_batch_diagonal", "ellipsis"},
      {"test_maxpool_with_argmax_2d_precomputed_pads", "indices are used"},
      {"test_maxpool_with_argmax_2d_precomputed_strides", "indices are used"},
      {"test_training_dropout", "not constant"},
      {"test_training_dropout_default", "not constant"},
      {"test_training_dropout_default_mask", "not constant"},
      {"test_training_dropout_mask", "not constant"},
      {"test_training_dropout_zero_ratio", "not constant"},
      {"test_training_dropout_zero_ratio_mask", "not constant"},
  };
  return kCases;
}

bool is_outside(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                     [](const Node& node) { return outside_the_dialect().contains(node.op_type); });
}

TEST(CanonicalOnnxTestData, KeepsWhatTheDialectPromises) {
  int checked = 0;
  std::set<std::string> refused;
  std::set<std::string> operators;
  for (const fs::path& folder : onnx_test_cases()) {
    Result<Graph> graph = read_onnx(folder / "model.onnx");
    if (!graph || folder.string().find("/node/") == std::string::npos || is_outside(*graph)) continue;
    SCOPED_TRACE(folder.string());
    // The data holds cases of operators that have not changed since opset 1 or 6.
    graph->opset = std::max<std::int64_t>(graph->opset, 7);
    const Graph original = as_exported(*graph, folder);
    const Result<Graph> result = canonical(original);
    const auto refusal = refused_cases().find(folder.filename());
    EXPECT_EQ(result.has_value(), refusal == refused_cases().end())
        << (result ? "" : to_string(result.error()));
    if (!result && refusal != refused_cases().end()) {
      EXPECT_EQ(result.error().kind, ErrorKind::kUnsupported);
      EXPECT_THAT(result.error().what, testing::HasSubstr(refusal->second));
      refused.insert(refusal->first);
    }
    if (!result) continue;
    EXPECT_THAT(dialect_faults(original, *result), testing::IsEmpty());
    for (const Node& node : result->nodes) operators.insert(node.op_type);
    ++checked;
  }
  EXPECT_GE(checked, 690) << "is libonnx-testdata installed?";
  EXPECT_GE(operators.size(), 112U);
  EXPECT_EQ(refused.size(), refused_cases().size());
}

}  // namespace
}  // namespace bakeoff::model
