#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "model/onnx/reader.h"
#include "model/onnx/writer.h"
#include "unit/model/onnx/graphs.h"
#include "unit/model/onnx/raw_model.h"

namespace bakeoff::model {
namespace {

TEST(Reader, MissingFilesAndFoldersAreNamed) {
  EXPECT_EQ(read_onnx("/no/such/file.onnx").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(read_onnx("/no/such/file.onnx").error().where, "/no/such/file.onnx");
  EXPECT_EQ(read_onnx("/tmp").error().kind, ErrorKind::kBadInput);
}

TEST(Reader, TakesOverridableInitializersOutOfTheInputs) {
  const raw::Parts parts{.nodes = {raw::node("Add", {"x", "w"}, {"y"})},
                         .initializers = {raw::tensor("w", 1, {1, 1}, 9, "abcd")},
                         .inputs = {raw::value_info("w", 1, {1, 1}), raw::value_info("x", 1, {1, 4})},
                         .outputs = {raw::value_info("y", 1, {1, 4})}};
  const std::string bytes = raw::message([&](auto& out) {
    out.add_int64(1, 3);
    out.add_message(7, raw::graph(parts));
  });
  const Result<Graph> graph = parse_onnx(bytes, "");
  ASSERT_TRUE(graph) << to_string(graph.error());
  EXPECT_EQ(graph->overridable, std::vector<std::string>{"w"});
  ASSERT_EQ(graph->inputs.size(), 1U);
  EXPECT_EQ(graph->inputs[0].name, "x");
  EXPECT_EQ(graph->ir_version, 4) << "version 3 requires initializers to be inputs";
}

TEST(Writer, LeavesTheOldFileOrTheNewOne) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("bakeoff-writer-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const Graph graph = graph_of({value("x", {1, 4})}, {}, {node("Relu", {"x"}, {"y"})});
  ASSERT_TRUE(write_onnx(graph, folder / "model.onnx"));
  EXPECT_EQ(read_onnx(folder / "model.onnx").value(), graph);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1) << "nothing else is left";
  // A folder in its place cannot be replaced; the temporary file must not stay.
  std::filesystem::create_directories(folder / "taken" / "below");
  EXPECT_EQ(write_onnx(graph, folder / "taken").error().kind, ErrorKind::kInternal);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 2);
  EXPECT_EQ(write_onnx(graph, folder / "absent" / "model.onnx").error().kind, ErrorKind::kInternal);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace bakeoff::model
