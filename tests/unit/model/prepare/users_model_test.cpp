#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "base/hash.h"
#include "model/onnx/reader.h"
#include "model/onnx/rewrite.h"
#include "model/onnx/writer.h"
#include "model/prepare/cache.h"
#include "model/prepare/prepare.h"
#include "unit/model/prepare/scratch.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using Ints = std::vector<std::int64_t>;

Shape named(const std::vector<std::string>& names) {
  Shape shape;
  for (const std::string& name : names) shape.push_back(Dim{.value = {}, .name = name});
  return shape;
}

Node node(const std::string& op_type, std::vector<std::string> inputs, const std::string& output) {
  return Node{.name = output,
              .op_type = op_type,
              .domain = {},
              .inputs = std::move(inputs),
              .outputs = {output},
              .attributes = {}};
}

template <typename T>
std::vector<T> values_of(const std::string& bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

class UsersModel : public testing::Test {
 protected:
  // An embedding of ten tokens, a mask and positions, as transformers have them.
  Graph transformer() {
    Graph graph;
    graph.opset = 17;
    for (const char* name : {"input_ids", "attention_mask", "position_ids"}) {
      graph.inputs.push_back({name, ElementType::kInt64, named({"batch", "sequence"})});
    }
    graph.initializers = {{"table", ElementType::kFloat, {10, 2}, std::string(80, '\0')}};
    graph.nodes = {node("Gather", {"table", "input_ids"}, "tokens"),
                   node("Gather", {"table", "position_ids"}, "positions"),
                   node("Add", {"tokens", "positions"}, "y"), node("Not", {"attention_mask"}, "hidden")};
    graph.nodes[3] = node("Abs", {"attention_mask"}, "m");
    graph.outputs = {{"y", ElementType::kFloat, std::nullopt}, {"m", ElementType::kInt64, std::nullopt}};
    return graph;
  }

  std::string save(const Graph& graph) {
    const fs::path path = scratch_.path() / "model.onnx";
    EXPECT_TRUE(write_onnx(graph, path));
    return path.string();
  }

  Result<PreparedModel> prepare_this(const Graph& graph, PrepareRequest request = {}) {
    request.model = save(graph);
    return prepare(request, scratch_.path() / "cache");
  }

  Scratch scratch_;
};

TEST_F(UsersModel, AnOpenAxisIsNamedWithTheOptionThatSetsIt) {
  const auto model = prepare_this(transformer());
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().where, HasSubstr("input 'input_ids'"));
  EXPECT_THAT(model.error().what, HasSubstr("axis 1 ('sequence')"));
  EXPECT_THAT(model.error().hint, HasSubstr("--shape input_ids=1x?"));
}

TEST_F(UsersModel, ATransformersInputsMakeSense) {
  PrepareRequest request;
  request.batch = 2;
  request.shapes = {{"input_ids", {1, 12}}};
  const auto model = prepare_this(transformer(), request);
  ASSERT_TRUE(model) << to_string(model.error());
  ASSERT_EQ(model->inputs.size(), 3U);
  for (const InputSpec& input : model->inputs) EXPECT_EQ(input.dims, (Ints{2, 12}));
  for (const std::int64_t id : values_of<std::int64_t>(model->sets[0][0])) EXPECT_TRUE(id >= 0 && id < 10);
  EXPECT_EQ(values_of<std::int64_t>(model->sets[0][1]), Ints(24, 1));
  const auto positions = values_of<std::int64_t>(model->sets[0][2]);
  EXPECT_EQ(Ints(positions.begin() + 12, positions.end()), (Ints{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1}))
      << "the table of positions has ten rows";
}

TEST_F(UsersModel, GivenValuesReplaceThoseOfEverySet) {
  const fs::path file = scratch_.path() / "ids.npy";
  write_all(file, std::string("\x93NUMPY\1\0\x38\0", 10) +
                      "{'descr': '|u1', 'fortran_order': False, 'shape': (1,3)}" + "\1\2\3");
  PrepareRequest request;
  request.shapes = {{"input_ids", {1, 3}}};
  request.input_files = {{"input_ids", file.string(), ""}};
  const auto model = prepare_this(transformer(), request);
  ASSERT_TRUE(model) << to_string(model.error());
  for (const auto& set : model->sets) EXPECT_EQ(values_of<std::int64_t>(set[0]), (Ints{1, 2, 3}));
  ASSERT_EQ(model->given_sha256.size(), 1U);
  EXPECT_EQ(model->given_sha256[0], sha256(model->sets[0][0]));

  request.batch = 2;
  EXPECT_THAT(prepare_this(transformer(), request).error().what, HasSubstr("has shape [1, 3]"));
  request.input_files[0].input = "input_id";
  EXPECT_THAT(prepare_this(transformer(), request).error().hint, HasSubstr("did you mean 'input_ids'?"));
}

TEST_F(UsersModel, AnUnknownOperatorIsTheRuntimesAffair) {
  Graph graph = transformer();
  graph.inputs.resize(1);
  graph.nodes = {node("Gather", {"table", "input_ids"}, "tokens"), node("Frobnicate", {"tokens"}, "y")};
  graph.nodes[1].domain = "com.example";
  graph.other_opsets = {{"com.example", 1}};
  graph.outputs.resize(1);
  PrepareRequest request;
  request.shapes = {{"input_ids", {1, 3}}};
  const auto model = prepare_this(graph, request);
  ASSERT_TRUE(model) << to_string(model.error());
  EXPECT_EQ(read_onnx(model->path)->outputs[0].type, ElementType::kFloat);
}

TEST_F(UsersModel, AnOldOperatorSetIsRefusedWithTheRemedy) {
  Graph graph = transformer();
  graph.opset = 6;
  const auto model = prepare_this(graph);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(model.error().hint, HasSubstr("convert_version"));
}

TEST_F(UsersModel, UnusedWeightsAreTakenOutAndSaid) {
  Graph graph = transformer();
  graph.initializers.push_back({"left_over", ElementType::kFloat, {3}, std::string(12, '\0')});
  PrepareRequest request;
  request.shapes = {{"input_ids", {1, 3}}};
  const auto model = prepare_this(graph, request);
  ASSERT_TRUE(model) << to_string(model.error());
  EXPECT_THAT(model->remarks, Contains(HasSubstr("(1, 12 bytes)")));
  EXPECT_EQ(read_onnx(model->path)->initializers.size(), 1U);
}

TEST_F(UsersModel, TheOwnBatchIsTheFiles) {
  Graph graph = transformer();
  PrepareRequest request;
  request.batch = kOwnBatch;
  request.shapes = {{"input_ids", {5, 3}}};
  EXPECT_EQ(prepare_this(graph, request).value().batch, 5);
}

TEST_F(UsersModel, LargeWeightsAreKeptBesideTheModel) {
  Graph graph = transformer();
  graph.initializers[0].dims = {200, 2};
  graph.initializers[0].data = std::string(1600, 'w');
  const fs::path cache = scratch_.path() / "cache";
  const Result<CachedFile> file = keep_in_cache(cache, graph, 1000);
  ASSERT_TRUE(file) << to_string(file.error());
  const std::string data = sha256(graph.initializers[0].data) + ".data";
  EXPECT_EQ(read_all(cache / "models" / data), graph.initializers[0].data);
  EXPECT_EQ(read_onnx(file->path).value(), graph);
  EXPECT_EQ(file->sha256, sha256_of_file(file->path).value());

  write_all(cache / "models" / data, "damaged");
  EXPECT_EQ(keep_in_cache(cache, graph, 1000)->path, file->path);
  EXPECT_EQ(read_onnx(file->path).value(), graph) << "made anew";

  graph.initializers[0].data[0] = 'v';
  EXPECT_NE(keep_in_cache(cache, graph, 1000)->sha256, file->sha256) << "the model's hash covers the weights";
  EXPECT_EQ(files_below(cache).size(), 4U);
}

}  // namespace
}  // namespace bakeoff::model
