#include "model/onnx/canonical.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/zoo/catalogue.h"
#include "unit/model/onnx/dialect.h"

namespace bakeoff::model {
namespace {

TEST(CanonicalZoo, EveryNetworkKeepsWhatTheDialectPromises) {
  for (const ZooEntry& entry : zoo()) {
    SCOPED_TRACE(entry.name);
    Result<Graph> graph = make_zoo_model(entry.name, 2, 1);
    ASSERT_TRUE(graph) << to_string(graph.error());
    // Weights are large: only what the comparison needs is kept twice.
    Graph ends;
    ends.inputs = graph->inputs;
    ends.outputs = graph->outputs;
    const Result<Graph> result = canonical(std::move(*graph));
    ASSERT_TRUE(result) << to_string(result.error());
    EXPECT_THAT(dialect_faults(ends, *result), testing::IsEmpty());
    EXPECT_FALSE(result->nodes.empty());
  }
}

}  // namespace
}  // namespace bakeoff::model
