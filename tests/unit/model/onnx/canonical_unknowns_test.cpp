#include <gtest/gtest.h>

#include "model/onnx/canonical.h"
#include "model/onnx/canonical/rules.h"
#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

/// What an operator may find in place of a constant: its value is known when the model runs.
ValueInfo unknown(const std::string& name, ElementType type, const std::vector<std::int64_t>& dims) {
  ValueInfo info = value(name, dims);
  info.type = type;
  return info;
}

/// `op_type` on data of that rank and so many further inputs like `other`.
Graph graph_with(const std::string& op_type, std::size_t rank, std::size_t more, const ValueInfo& other) {
  std::vector<ValueInfo> inputs{value("x", std::vector<std::int64_t>(rank, 2))};
  std::vector<std::string> names{"x"};
  for (std::size_t i = 0; i < more; ++i) {
    inputs.push_back(other);
    inputs.back().name += std::to_string(i);
    names.push_back(inputs.back().name);
  }
  return graph_of(inputs, {}, {node(op_type, names, {"y"})});
}

TEST(CanonicalUnknowns, EveryOperatorIsRewrittenOrRefusedWhateverIsNotConstant) {
  const std::vector<ValueInfo> others{
      unknown("o", ElementType::kFloat, {}), unknown("o", ElementType::kInt64, {}),
      unknown("o", ElementType::kInt64, {1}), unknown("o", ElementType::kInt64, {4})};
  int rewritten = 0;
  for (const auto& [name, rule] : dialect::rules()) {
    const std::string op_type(name);
    for (const std::int64_t opset : {9, 17}) {
      for (const std::size_t rank : {0U, 1U, 4U}) {
        for (std::size_t more = 0; more <= 4; ++more) {
          for (const ValueInfo& other : others) {
            Graph graph = graph_with(op_type, rank, more, other);
            graph.opset = opset;
            const Result<Graph> result = canonical(graph);
            EXPECT_TRUE(result || result.error().kind != ErrorKind::kInternal) << op_type;
            rewritten += result ? 1 : 0;
          }
        }
      }
    }
  }
  EXPECT_GT(rewritten, static_cast<int>(dialect::rules().size()));
}

TEST(CanonicalUnknowns, AScalarIsTiledByNothing) {
  // Its repeats are an empty vector, so its shape is known though their value is not (found by fuzzing).
  const Graph scalar = graph_of({value("x", {}), unknown("by", ElementType::kInt64, {0})}, {},
                                {node("Relu", {"x"}, {"r"}), node("Tile", {"r", "by"}, {"y"})});
  const Result<Graph> result = canonical(scalar);
  ASSERT_TRUE(result) << to_string(result.error());
  ASSERT_EQ(result->nodes.size(), 1U);
  EXPECT_EQ(result->nodes[0].op_type, "Relu");
}

}  // namespace
}  // namespace bakeoff::model
