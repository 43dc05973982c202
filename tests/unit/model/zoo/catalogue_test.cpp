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

namespace bakeoff::model {
namespace {

// As torchvision publishes them: parameters without running statistics, and billions of multiply-accumulates
// to three digits (its "GFLOPS"). The counts of operators come from the papers' tables.
struct Published {
  std::string name;
  std::int64_t parameters;
  double billions;
  std::map<std::string, int> operators;
  std::int64_t side = 224;  // of the images
};

std::ostream& operator<<(std::ostream& out, const Published& network) {
  return out << network.name;
}

std::map<std::string, int> resnet_operators(int convolutions, int blocks, int rectifiers) {
  return {{"Conv", convolutions}, {"BatchNormalization", convolutions},
          {"Relu", rectifiers},   {"Add", blocks},
          {"MaxPool", 1},         {"GlobalAveragePool", 1},
          {"Flatten", 1},         {"Gemm", 1}};
}

std::map<std::string, int> squeezenet_operators() {
  return {{"Conv", 26},  {"Relu", 26}, {"Concat", 8}, {"MaxPool", 3}, {"GlobalAveragePool", 1},
          {"Flatten", 1}};
}

std::map<std::string, int> vgg_operators(int convolutions) {
  return {{"Conv", convolutions}, {"Relu", convolutions + 2}, {"MaxPool", 5}, {"Flatten", 1}, {"Gemm", 3}};
}

const std::vector<Published>& published() {
  static const std::vector<Published> kPublished{
      // As Caffe's model zoo has it; the 724 million are the figure that later papers quote.
      {"alexnet",
       60'965'224,
       0.724,
       {{"Conv", 5}, {"Relu", 7}, {"LRN", 2}, {"MaxPool", 3}, {"Flatten", 1}, {"Gemm", 3}},
       227},
      {"vgg-16", 138'357'544, 15.470, vgg_operators(13)},
      {"vgg-19", 143'667'240, 19.632, vgg_operators(16)},
      // Versions 1 and 2: parameters, operators and (2) multiply-accumulates of the files in ONNX's model
      // zoo.
      {"inception-v1",
       6'998'552,
       1.583,
       {{"Conv", 57},
        {"Relu", 57},
        {"MaxPool", 13},
        {"LRN", 2},
        {"Concat", 9},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      {"inception-v2",
       11'194'984,
       2.019,
       {{"Conv", 69},
        {"BatchNormalization", 69},
        {"Relu", 69},
        {"MaxPool", 5},
        {"AveragePool", 7},
        {"Concat", 10},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      {"inception-v3",
       23'834'568,
       5.713,
       {{"Conv", 94},
        {"BatchNormalization", 94},
        {"Relu", 94},
        {"MaxPool", 4},
        {"AveragePool", 9},
        {"Concat", 15},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}},
       299},
      // Its parameters are those of the published weights; counters that include poolings and the like
      // say 12.3.
      {"inception-v4",
       42'679'816,
       12.254,
       {{"Conv", 149},
        {"BatchNormalization", 149},
        {"Relu", 149},
        {"MaxPool", 4},
        {"AveragePool", 14},
        {"Concat", 25},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}},
       299},
      {"resnet-18", 11'689'512, 1.814, resnet_operators(20, 8, 17)},
      {"resnet-34", 21'797'672, 3.664, resnet_operators(36, 16, 33)},
      {"resnet-50", 25'557'032, 4.089, resnet_operators(53, 16, 49)},
      {"resnet-101", 44'549'160, 7.801, resnet_operators(104, 33, 100)},
      {"resnet-152", 60'192'808, 11.514, resnet_operators(155, 50, 151)},
      {"squeezenet-1.0", 1'248'424, 0.819, squeezenet_operators()},
      {"squeezenet-1.1", 1'235'496, 0.349, squeezenet_operators()},
      // Version 1: parameters and operators as Keras has it; the paper says 4.2 million and 569 million.
      {"mobilenet-v1",
       4'231'976,
       0.569,
       {{"Conv", 27},
        {"BatchNormalization", 27},
        {"Relu", 27},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      {"mobilenet-v2",
       3'504'872,
       0.301,
       {{"Conv", 52},
        {"BatchNormalization", 52},
        {"Clip", 35},
        {"Add", 10},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      // The paper and its authors' code say 137 to 138 million multiply-accumulates and 1.9 million
      // parameters.
      {"shufflenet-v1",
       1'865'728,
       0.137,
       {{"Conv", 49},
        {"BatchNormalization", 49},
        {"Relu", 33},
        {"Reshape", 32},
        {"Transpose", 16},
        {"Add", 13},
        {"Concat", 3},
        {"AveragePool", 3},
        {"MaxPool", 1},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
      {"shufflenet-v2",
       2'278'604,
       0.145,
       {{"Conv", 56},
        {"BatchNormalization", 56},
        {"Relu", 37},
        {"Split", 13},
        {"Concat", 16},
        {"Reshape", 32},
        {"Transpose", 16},
        {"MaxPool", 1},
        {"GlobalAveragePool", 1},
        {"Flatten", 1},
        {"Gemm", 1}}},
  };
  return kPublished;
}

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
