#include "model/zoo/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <numeric>
#include <set>

#include "model/onnx/shapes.h"
#include "unit/model/zoo/published.h"

namespace bakeoff::model {
namespace {

std::int64_t product(const std::vector<std::int64_t>& dims, std::size_t from = 0) {
  return std::accumulate(dims.begin() + static_cast<std::ptrdiff_t>(from), dims.end(), std::int64_t{1},
                         std::multiplies<>());
}

std::int64_t count_multiply_accumulates(const Graph& inferred) {
  std::map<std::string, std::vector<std::int64_t>> weights;
  for (const Tensor& tensor : inferred.initializers) weights[tensor.name] = tensor.dims;
  std::map<std::string, Shape> shapes;
  for (const ValueInfo& value : inferred.values) shapes[value.name] = *value.shape;
  std::int64_t count = 0;
  for (const Node& node : inferred.nodes) {
    if (node.op_type == "Gemm") count += product(weights.at(node.inputs[1]));
    if (node.op_type != "Conv") continue;
    const Shape& output = shapes.at(node.outputs[0]);
    count += *output[1].value * *output[2].value * *output[3].value * product(weights.at(node.inputs[1]), 1);
  }
  return count;
}

std::map<std::string, int> count_operators(const Graph& graph) {
  std::map<std::string, int> operators;
  for (const Node& node : graph.nodes) ++operators[node.op_type];
  return operators;
}

/// The bounds of ReLU6 and the shapes of channel shuffles, which nobody trains.
bool is_setting(const Tensor& tensor) {
  return tensor.dims.empty() || tensor.type != ElementType::kFloat;
}

std::int64_t count_parameters(const Graph& graph) {
  std::int64_t parameters = 0;
  for (const Tensor& tensor : graph.initializers) {
    const bool trained = tensor.name.find("running_") == std::string::npos && !is_setting(tensor);
    if (trained) parameters += product(tensor.dims);
  }
  return parameters;
}

// Every value is made once and used, and before it is used.
void expect_whole(const Graph& graph) {
  std::set<std::string> defined{"input"};
  std::set<std::string> used{"output"};
  std::set<std::string> nodes;
  for (const Tensor& tensor : graph.initializers) {
    EXPECT_TRUE(defined.insert(tensor.name).second) << tensor.name;
    EXPECT_EQ(tensor.data.size(), static_cast<std::size_t>(product(tensor.dims)) * size_of(tensor.type));
  }
  for (const Node& node : graph.nodes) {
    EXPECT_TRUE(nodes.insert(node.name).second) << node.name;
    for (const std::string& input : node.inputs) EXPECT_TRUE(defined.contains(input)) << input;
    used.insert(node.inputs.begin(), node.inputs.end());
    for (const std::string& output : node.outputs) EXPECT_TRUE(defined.insert(output).second) << output;
  }
  EXPECT_EQ(used, defined);
}

// A statistic of 0 or 1 would let a runtime that leaves out half of the normalisation pass.
void expect_no_trivial_weights(const Graph& graph) {
  for (const Tensor& tensor : graph.initializers) {
    if (is_setting(tensor)) continue;
    std::vector<float> values(std::min<std::size_t>(tensor.data.size() / sizeof(float), 10'000));
    std::memcpy(values.data(), tensor.data.data(), values.size() * sizeof(float));
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    EXPECT_GT(*high - *low, 0.001F) << tensor.name;
    EXPECT_LT(std::abs(*high), 4.0F) << tensor.name;
    if (tensor.name.ends_with("running_var")) {
      EXPECT_GT(*low, 0.4F) << tensor.name;
    }
  }
}

class ZooNetwork : public testing::TestWithParam<Published> {};

// One test for all, because making the larger ones takes seconds in a debug build.
TEST_P(ZooNetwork, IsThePublishedOne) {
  const Published& known = GetParam();
  const Result<Graph> graph = make_zoo_model(known.name, 1, 1);
  ASSERT_TRUE(graph.has_value());
  expect_whole(*graph);
  expect_no_trivial_weights(*graph);
  EXPECT_EQ(count_operators(*graph), known.operators);
  EXPECT_EQ(count_parameters(*graph), known.parameters);

  const Result<Graph> inferred = infer_shapes(*graph);
  ASSERT_TRUE(inferred.has_value()) << to_string(inferred.error());
  EXPECT_EQ(inferred->outputs, graph->outputs);
  const std::int64_t multiply_accumulates = count_multiply_accumulates(*inferred);
  EXPECT_EQ(std::llround(static_cast<double>(multiply_accumulates) / 1e6),
            std::llround(known.billions * 1e3));

  const auto entry = std::find_if(zoo().begin(), zoo().end(),
                                  [&](const ZooEntry& candidate) { return candidate.name == known.name; });
  ASSERT_NE(entry, zoo().end());
  EXPECT_EQ(entry->input, (std::array<std::int64_t, 3>{3, known.side, known.side}));
  EXPECT_EQ(entry->parameters, known.parameters);
  EXPECT_EQ(entry->multiply_accumulates, multiply_accumulates);
}

INSTANTIATE_TEST_SUITE_P(Zoo, ZooNetwork, testing::ValuesIn(published()), [](const auto& instance) {
  std::string name = instance.param.name;
  std::erase_if(name,
                [](char character) { return std::isalnum(static_cast<unsigned char>(character)) == 0; });
  return name;
});

TEST(Zoo, ListsWhatIsTestedHere) {
  std::vector<std::string> listed;
  for (const ZooEntry& entry : zoo()) {
    listed.push_back(entry.name);
    EXPECT_FALSE(entry.family.empty() || entry.title.empty() || entry.source.empty());
  }
  std::vector<std::string> tested;
  for (const Published& network : published()) tested.push_back(network.name);
  EXPECT_EQ(listed, tested);
}

TEST(Zoo, TheSameSeedGivesTheSameBytes) {
  EXPECT_EQ(make_zoo_model("resnet-18", 1, 42).value(), make_zoo_model("resnet-18", 1, 42).value());
  EXPECT_EQ(make_zoo_model("squeezenet-1.1", 1, 42).value(), make_zoo_model("squeezenet-1.1", 1, 42).value());
}

TEST(Zoo, AnotherSeedChangesEveryTensorAndNothingElse) {
  Graph one = make_zoo_model("squeezenet-1.0", 1, 1).value();
  const Graph two = make_zoo_model("squeezenet-1.0", 1, 2).value();
  ASSERT_EQ(one.initializers.size(), two.initializers.size());
  for (std::size_t i = 0; i < one.initializers.size(); ++i) {
    EXPECT_NE(one.initializers[i].data, two.initializers[i].data) << one.initializers[i].name;
    one.initializers[i].data = two.initializers[i].data;
  }
  EXPECT_EQ(one, two);
}

TEST(Zoo, TheBatchChangesOnlyInputAndOutput) {
  Graph one = make_zoo_model("squeezenet-1.1", 1, 1).value();
  for (const int batch : {2, 7, 512}) {
    Graph many = make_zoo_model("squeezenet-1.1", batch, 1).value();
    EXPECT_EQ((*many.inputs[0].shape)[0].value, batch);
    EXPECT_EQ((*many.outputs[0].shape)[0].value, batch);
    (*many.inputs[0].shape)[0].value = 1;
    (*many.outputs[0].shape)[0].value = 1;
    EXPECT_EQ(one, many);
  }
}

TEST(Zoo, AnUnknownNameGetsTheNearest) {
  const Result<Graph> graph = make_zoo_model("resnet50", 1, 1);
  ASSERT_FALSE(graph.has_value());
  EXPECT_EQ(graph.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(graph.error().hint, "did you mean resnet-50?");
  EXPECT_EQ(make_zoo_model("transformer-xl", 1, 1).error().hint, "'bakeoff models list' shows all of them");
}

TEST(Zoo, ABatchBelowOneIsRefused) {
  EXPECT_EQ(make_zoo_model("resnet-18", 0, 1).error().kind, ErrorKind::kUsage);
}

}  // namespace
}  // namespace bakeoff::model
