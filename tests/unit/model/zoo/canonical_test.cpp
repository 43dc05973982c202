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
    const Result<Graph> graph = make_zoo_model(entry.name, 2, 1);
    ASSERT_TRUE(graph) << to_string(graph.error());
    const Result<Graph> result = canonical(*graph);
    ASSERT_TRUE(result) << to_string(result.error());
    EXPECT_THAT(dialect_faults(*graph, *result), testing::IsEmpty());
    EXPECT_EQ(result->nodes.size(), graph->nodes.size());
  }
}

}  // namespace
}  // namespace bakeoff::model
