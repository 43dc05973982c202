#include <gtest/gtest.h>

#include "model/onnx/reader.h"
#include "model/onnx/writer.h"
#include "unit/model/onnx/onnx_testdata.h"

namespace bakeoff::model {
namespace {

TEST(RoundTrip, KeepsEveryModelOfTheOnnxProject) {
  int kept = 0;
  for (const std::filesystem::path& folder : onnx_test_cases()) {
    Result<Graph> graph = read_onnx(folder / "model.onnx");
    if (!graph) {
      EXPECT_EQ(graph.error().kind, ErrorKind::kUnsupported) << to_string(graph.error());
      continue;
    }
    graph->overridable.clear();
    const Result<Graph> again = parse_onnx(to_onnx(*graph), "");
    ASSERT_TRUE(again) << folder << ": " << to_string(again.error());
    EXPECT_EQ(*again, *graph) << folder;
    ++kept;
  }
  EXPECT_GE(kept, 1048) << "is libonnx-testdata installed?";
}

}  // namespace
}  // namespace bakeoff::model
