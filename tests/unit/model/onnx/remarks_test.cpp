#include "model/onnx/remarks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/model/onnx/graphs.h"

namespace bakeoff::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Graph clean() {
  return graph_of({value("x", {1, 4})}, {weights("w", {4, 2})}, {node("MatMul", {"x", "w"}, {"y"})});
}

TEST(Remarks, SayNothingOfACleanGraph) {
  EXPECT_THAT(remarks_for(clean()), IsEmpty());
}

TEST(Remarks, CountWhatWasTakenOut) {
  Graph graph = clean();
  graph.overridable = {"w"};
  EXPECT_THAT(remarks_for(graph), ElementsAre(HasSubstr("1 initializer was listed as graph inputs too")));
  graph.overridable = {"w", "v"};
  EXPECT_THAT(remarks_for(graph), ElementsAre(HasSubstr("2 initializers were listed")));
}

TEST(Remarks, NameTraining) {
  Graph graph = clean();
  graph.nodes.push_back(
      node("BatchNormalization", {"y", "s", "b", "m", "v"}, {"z"}, {{"training_mode", std::int64_t{1}}}));
  EXPECT_THAT(remarks_for(graph), ElementsAre(HasSubstr("1 BatchNormalization node is in training mode")));
}

}  // namespace
}  // namespace bakeoff::model
