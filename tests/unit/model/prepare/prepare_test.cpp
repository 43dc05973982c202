#include "model/prepare/prepare.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "model/onnx/reader.h"
#include "model/onnx/writer.h"
#include "model/zoo/catalogue.h"
#include "unit/model/prepare/child.h"
#include "unit/model/prepare/scratch.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;
using Ints = std::vector<std::int64_t>;

constexpr const char* kSmall = "squeezenet-1.1";

// SqueezeNet as a person exports it: the batch is a name.
Graph exported() {
  Graph graph = make_zoo_model(kSmall, 1, 3).value();
  (*graph.inputs[0].shape)[0] = {.value = std::nullopt, .name = "N"};
  (*graph.outputs[0].shape)[0] = {.value = std::nullopt, .name = "N"};
  return graph;
}

class Prepare : public testing::Test {
 protected:
  [[nodiscard]] Result<PreparedModel> prepare_here(const std::string& model, int batch = 1) const {
    return prepare({.model = model, .batch = batch, .input_seed = 1, .sets = 2}, cache());
  }
  [[nodiscard]] fs::path cache() const { return scratch_.path() / "cache"; }
  [[nodiscard]] fs::path file(const std::string& name) const { return scratch_.path() / name; }

 private:
  Scratch scratch_;
};

TEST_F(Prepare, AZooNetworkByName) {
  const Result<PreparedModel> model = prepare_here(kSmall, 3);
  ASSERT_TRUE(model.has_value()) << to_string(model.error());
  EXPECT_EQ(model->name, kSmall);
  EXPECT_EQ(model->batch, 3);
  EXPECT_EQ(
      model->inputs,
      (std::vector<InputSpec>{{.name = "input", .type = ElementType::kFloat, .dims = {3, 3, 224, 224}}}));
  EXPECT_EQ(model->output_names, (std::vector<std::string>{"output"}));
  EXPECT_EQ(model->sha256, sha256_of_file(model->path).value());
  ASSERT_EQ(model->sets.size(), 2U);
  EXPECT_EQ(model->sets[0][0].size(), 3U * 3 * 224 * 224 * 4);
  EXPECT_NE(model->sets[0], model->sets[1]);
  EXPECT_TRUE(model->remarks.empty());

  const Graph written = read_onnx(model->path).value();
  const Graph made = make_zoo_model(kSmall, 3, 1).value();
  EXPECT_EQ(written.nodes, made.nodes);
  EXPECT_EQ(written.initializers, made.initializers);
  EXPECT_EQ(written.inputs, made.inputs);
  EXPECT_EQ(written.outputs, made.outputs);
}

TEST_F(Prepare, IsTheSameEveryTimeAndWritesOnce) {
  const Result<PreparedModel> first = prepare_here(kSmall);
  ASSERT_TRUE(first.has_value());
  fs::create_hard_link(first->path, file("same"));
  const Result<PreparedModel> second = prepare_here(kSmall);
  EXPECT_EQ(second->path, first->path);
  EXPECT_EQ(second->sets, first->sets);
  EXPECT_EQ(fs::hard_link_count(first->path), 2U);
  EXPECT_EQ(files_below(cache()).size(), 1U);
  EXPECT_NE(prepare_here(kSmall, 2)->path, first->path);
  EXPECT_EQ(files_below(cache()).size(), 2U);
}

TEST_F(Prepare, ADamagedEntryIsMadeAnew) {
  const Result<PreparedModel> model = prepare_here(kSmall);
  ASSERT_TRUE(model.has_value());
  fs::resize_file(model->path, fs::file_size(model->path) / 2);
  ASSERT_TRUE(prepare_here(kSmall).has_value());
  EXPECT_EQ(sha256_of_file(model->path).value(), model->sha256);
}

TEST_F(Prepare, TwoProcessesAtOnce) {
  std::vector<pid_t> children;
  for (int i = 0; i < 2; ++i) {
    children.push_back(start_child([&] {
      const Result<PreparedModel> model = prepare_here(kSmall);
      return model && sha256_of_file(model->path).value_or("") == model->sha256 ? 0 : 1;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(wait_for(child), 0);
  EXPECT_EQ(files_below(cache()).size(), 1U);
}

TEST_F(Prepare, AFileByPath) {
  ASSERT_TRUE(write_onnx(exported(), file("mine.onnx")).has_value());
  const Result<PreparedModel> model = prepare_here(file("mine.onnx"), 5);
  ASSERT_TRUE(model.has_value()) << to_string(model.error());
  EXPECT_EQ(model->name, "mine.onnx");
  EXPECT_EQ(model->inputs[0].dims, (Ints{5, 3, 224, 224}));
  const Graph written = read_onnx(model->path).value();
  EXPECT_EQ((*written.outputs[0].shape)[0].value, 5);
  EXPECT_EQ(written.initializers, exported().initializers);
}

TEST_F(Prepare, AFileWithAnyNameByPath) {
  ASSERT_TRUE(write_onnx(exported(), file("model")).has_value());
  EXPECT_TRUE(prepare_here(file("model")).has_value());
}

TEST_F(Prepare, AChangedFileIsNotMistakenForTheOldOne) {
  ASSERT_TRUE(write_onnx(exported(), file("mine.onnx")).has_value());
  const std::string before = prepare_here(file("mine.onnx"))->sha256;
  ASSERT_TRUE(write_onnx(make_zoo_model(kSmall, 1, 4).value(), file("mine.onnx")).has_value());
  EXPECT_NE(prepare_here(file("mine.onnx"))->sha256, before);
}

TEST_F(Prepare, AMissingFileIsSaidToBeMissing) {
  const Result<PreparedModel> model = prepare_here(file("absent.onnx"));
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(model.error().where, file("absent.onnx"));
}

TEST_F(Prepare, AWrongNameGetsTheNearestAndTheOtherWay) {
  const Result<PreparedModel> model = prepare_here("resnet50");
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(model.error().what, "'resnet50' is neither a network of the zoo nor a file");
  EXPECT_EQ(model.error().hint, "did you mean resnet-50?");
}

TEST_F(Prepare, WhatIsNoModelIsRefusedWithItsName) {
  write_all(file("text.onnx"), "this is no model");
  const Result<PreparedModel> model = prepare_here(file("text.onnx"));
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().kind, ErrorKind::kBadInput);
  EXPECT_TRUE(model.error().where.starts_with(file("text.onnx").string())) << model.error().where;
}

TEST_F(Prepare, AnUnknownOperatorIsNamedWhereTheBatchWouldChange) {
  Graph graph = make_zoo_model(kSmall, 2, 3).value();
  graph.nodes[1].op_type = "Frobnicate";
  ASSERT_TRUE(write_onnx(graph, file("odd.onnx")).has_value());
  EXPECT_TRUE(prepare_here(file("odd.onnx"), 2).has_value());
  const Result<PreparedModel> model = prepare_here(file("odd.onnx"), 1);
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().kind, ErrorKind::kUnsupported);
  EXPECT_NE(to_string(model.error()).find("Frobnicate"), std::string::npos);
}

TEST_F(Prepare, AnotherInputTypeIsNamed) {
  Graph graph;
  graph.inputs = {{"wide", ElementType::kString, Shape{{.value = 1, .name = {}}, {.value = 4, .name = {}}}}};
  graph.outputs = {{"y", ElementType::kFloat, graph.inputs[0].shape}};
  graph.other_opsets = {{"words", 1}};
  Node embed;
  embed.name = "embed";
  embed.domain = "words";
  embed.op_type = "Embed";
  embed.inputs = {"wide"};
  embed.outputs = {"y"};
  graph.nodes = {embed};
  ASSERT_TRUE(write_onnx(graph, file("strings.onnx")).has_value());
  const Result<PreparedModel> model = prepare_here(file("strings.onnx"));
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().kind, ErrorKind::kUnsupported);
  EXPECT_NE(to_string(model.error()).find("'wide'"), std::string::npos) << to_string(model.error());
}

TEST_F(Prepare, ImpossibleCountsAreRefused) {
  EXPECT_EQ(prepare({.model = kSmall, .batch = -1}, cache()).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(prepare({.model = kSmall, .sets = 0}, cache()).error().kind, ErrorKind::kUsage);
}

}  // namespace
}  // namespace bakeoff::model
