#include "model/prepare/inputs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>
#include <numeric>
#include <set>

#include "model/prepare/items.h"

namespace bakeoff::model {
namespace {

using Ints = std::vector<std::int64_t>;

template <typename T>
std::vector<T> values_of(const std::string& bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

InputSpec spec(ElementType type, Ints dims) {
  return {.name = "x", .type = type, .dims = std::move(dims)};
}

Graph with_input(ElementType type, std::optional<Shape> shape) {
  Graph graph;
  graph.inputs = {{"x", type, std::move(shape)}};
  return graph;
}

double correlation(const std::vector<float>& a, std::size_t shift) {
  double both = 0;
  double squares = 0;
  for (std::size_t i = 0; i + shift < a.size(); ++i) {
    both += static_cast<double>(a[i]) * static_cast<double>(a[i + shift]);
    squares += static_cast<double>(a[i]) * static_cast<double>(a[i]);
  }
  return both / squares;
}

TEST(InputSpecs, NameTypeAndShape) {
  const Graph graph =
      with_input(ElementType::kInt64, Shape{{.value = 2, .name = {}}, {.value = 7, .name = {}}});
  EXPECT_EQ(input_specs(graph).value(), (std::vector<InputSpec>{spec(ElementType::kInt64, {2, 7})}));
}

TEST(InputSpecs, OtherTypesAreRefusedByName) {
  for (const ElementType type :
       {ElementType::kFloat16, ElementType::kDouble, ElementType::kBfloat16, ElementType::kString}) {
    const auto specs = input_specs(with_input(type, Shape{{.value = 2, .name = {}}}));
    ASSERT_FALSE(specs.has_value());
    EXPECT_EQ(specs.error().kind, ErrorKind::kUnsupported);
    EXPECT_NE(specs.error().what.find("input 'x' has element type " + to_string(type)), std::string::npos);
  }
}

TEST(InputSpecs, UnknownSizesAreRefusedByName) {
  const auto named = input_specs(with_input(
      ElementType::kFloat, Shape{{.value = 1, .name = {}}, {.value = std::nullopt, .name = "length"}}));
  ASSERT_FALSE(named.has_value());
  EXPECT_NE(named.error().what.find("length"), std::string::npos) << named.error().what;
  EXPECT_NE(named.error().hint.find("--shape x="), std::string::npos);
  EXPECT_FALSE(input_specs(with_input(ElementType::kFloat, std::nullopt)).has_value());
}

TEST(Inputs, AreSeededAndDistinct) {
  const std::vector<InputSpec> inputs{spec(ElementType::kFloat, {1, 3, 32, 32})};
  const auto sets = make_inputs({}, inputs, {.batch = 1, .sets = 4, .seed = 1});
  ASSERT_EQ(sets.size(), 4U);
  EXPECT_EQ(sets, make_inputs({}, inputs, {.batch = 1, .sets = 4, .seed = 1}));
  EXPECT_NE(sets, make_inputs({}, inputs, {.batch = 1, .sets = 4, .seed = 2}));
  EXPECT_EQ(std::set(sets.begin(), sets.end()).size(), 4U);
  EXPECT_EQ(sets[0][0].size(), 3U * 32 * 32 * 4);
}

TEST(Inputs, AnItemIsTheSameInEveryBatch) {
  const std::size_t item = std::size_t{3} * 32 * 32 * 4;
  const auto single =
      make_inputs({}, {spec(ElementType::kFloat, {1, 3, 32, 32})}, {.batch = 1, .sets = 4, .seed = 1});
  const auto many =
      make_inputs({}, {spec(ElementType::kFloat, {5, 3, 32, 32})}, {.batch = 5, .sets = 4, .seed = 1});
  for (std::size_t set = 0; set < 4; ++set) EXPECT_EQ(many[set][0].substr(0, item), single[set][0]);
}

TEST(Inputs, LargeBatchesTileAndPermuteAFewItems) {
  const auto sets =
      make_inputs({}, {spec(ElementType::kFloat, {100, 20})}, {.batch = 100, .sets = 2, .seed = 1});
  std::set<std::string> items;
  std::vector<std::vector<std::string>> rows(2);
  for (std::size_t set = 0; set < 2; ++set) {
    ASSERT_EQ(sets[set][0].size(), 100U * 20 * 4);
    for (std::size_t row = 0; row < 100; ++row) rows[set].push_back(sets[set][0].substr(row * 80, 80));
    items.insert(rows[set].begin(), rows[set].end());
    // A tile holds every item once, and the next tile in another order.
    const std::set<std::string> tile(rows[set].begin(), rows[set].begin() + 16);
    EXPECT_EQ(tile.size(), 16U);
    EXPECT_FALSE(std::equal(rows[set].begin(), rows[set].begin() + 16, rows[set].begin() + 16));
  }
  EXPECT_EQ(items.size(), 16U);
  EXPECT_NE(rows[0], rows[1]);
}

TEST(Inputs, SmallBatchesHoldNoItemTwice) {
  const auto sets = make_inputs({}, {spec(ElementType::kFloat, {4, 20})}, {.batch = 4, .sets = 2, .seed = 1});
  for (const auto& set : sets) {
    std::set<std::string> rows;
    for (std::size_t row = 0; row < 4; ++row) rows.insert(set[0].substr(row * 80, 80));
    EXPECT_EQ(rows.size(), 4U);
  }
}

TEST(Inputs, OfOneModelAreOrderedAlike) {
  InputSpec second = spec(ElementType::kInt64, {40});
  second.name = "y";
  const InputPlan plan{.batch = 40, .sets = 1, .seed = 3};
  const auto sets = make_inputs({}, {spec(ElementType::kFloat, {40, 1}), second}, plan);
  const auto x = values_of<float>(sets[0][0]);
  const auto y = values_of<std::int64_t>(sets[0][1]);
  std::map<float, std::set<std::int64_t>> partners;
  for (std::size_t i = 0; i < 40; ++i) partners[x[i]].insert(y[i]);
  for (const auto& [value, of_second] : partners) EXPECT_EQ(of_second.size(), 1U);
}

TEST(Inputs, WithoutABatchAxisAreOneItem) {
  const auto sets = make_inputs({}, {spec(ElementType::kFloat, {3, 5})}, {.batch = 8, .sets = 2, .seed = 1});
  EXPECT_EQ(sets[0][0].size(), 3U * 5 * 4);
  EXPECT_NE(sets[0], sets[1]);
}

TEST(Inputs, IntegersStayBelowTheTable) {
  Graph graph;
  graph.initializers = {{"words", ElementType::kFloat, {50, 4}, {}}};
  Node gather;
  gather.op_type = "Gather";
  gather.inputs = {"words", "x"};
  gather.outputs = {"y"};
  graph.nodes = {gather};
  const auto sets =
      make_inputs(graph, {spec(ElementType::kInt32, {1, 2000})}, {.batch = 1, .sets = 1, .seed = 1});
  const auto values = values_of<std::int32_t>(sets[0][0]);
  EXPECT_EQ(*std::min_element(values.begin(), values.end()), 0);
  EXPECT_EQ(*std::max_element(values.begin(), values.end()), 49);
}

TEST(Inputs, OtherIntegersAreZeroOrOneAndBytesArePixels) {
  const InputPlan plan{.batch = 1, .sets = 1, .seed = 1};
  const auto integers =
      values_of<std::int64_t>(make_inputs({}, {spec(ElementType::kInt64, {1000})}, plan)[0][0]);
  EXPECT_EQ(std::set(integers.begin(), integers.end()), (std::set<std::int64_t>{0, 1}));
  const auto bools = values_of<char>(make_inputs({}, {spec(ElementType::kBool, {1000})}, plan)[0][0]);
  EXPECT_EQ(std::set(bools.begin(), bools.end()), (std::set<char>{0, 1}));
  const auto bytes =
      values_of<std::uint8_t>(make_inputs({}, {spec(ElementType::kUint8, {10'000})}, plan)[0][0]);
  EXPECT_EQ(std::set(bytes.begin(), bytes.end()).size(), 256U);
}

TEST(Items, IntegersFitTheirType) {
  Dice dice{1};
  const auto small = values_of<std::int8_t>(integer_item(ElementType::kInt8, Ints{5000}, 30'000, dice));
  EXPECT_EQ(*std::min_element(small.begin(), small.end()), 0);
  EXPECT_EQ(*std::max_element(small.begin(), small.end()), 127);
}

TEST(Items, FloatsAreNormalAndCut) {
  Dice dice{1};
  const auto values = values_of<float>(normal_item(Ints{100'000}, dice));
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 100'000;
  const double squares = std::inner_product(values.begin(), values.end(), values.begin(), 0.0) / 100'000;
  EXPECT_NEAR(mean, 0, 0.02);
  EXPECT_NEAR(squares, 1, 0.05);
  EXPECT_EQ(*std::max_element(values.begin(), values.end()), 2.5F);
  EXPECT_EQ(*std::min_element(values.begin(), values.end()), -2.5F);
  EXPECT_NEAR(correlation(values, 1), 0, 0.02);
}

// Neighbouring pixels are alike and channels are not, whichever axis the channels are.
TEST(Items, ImagesHaveAreas) {
  Dice dice{1};
  const auto planes = values_of<float>(image_item(Ints{1, 3, 224, 224}, dice));
  EXPECT_GT(correlation(planes, 1), 0.7);
  EXPECT_GT(correlation(planes, 224), 0.7);
  EXPECT_LT(std::abs(correlation(planes, 112 * 224)), 0.6);
  const auto interleaved = values_of<float>(image_item(Ints{1, 224, 224, 3}, dice));
  EXPECT_GT(correlation(interleaved, 3), 0.7);
  EXPECT_LT(correlation(interleaved, 1), 0.6);
  const double squares = std::inner_product(planes.begin(), planes.end(), planes.begin(), 0.0) /
                         static_cast<double>(planes.size());
  EXPECT_GT(squares, 0.2);
  EXPECT_LT(squares, 3.0);
}

TEST(Items, ImagesSmallerThanTheirSquaresAreFilledToo) {
  Dice dice{1};
  for (const Ints& dims : {Ints{1, 3, 5, 7}, Ints{1, 1, 1, 1}, Ints{2, 4, 1, 9}}) {
    const auto values = values_of<float>(image_item(dims, dice));
    ASSERT_EQ(values.size(), static_cast<std::size_t>(dims[0] * dims[1] * dims[2] * dims[3]));
    for (const float value : values) EXPECT_NE(value, 0.0F);
  }
}

}  // namespace
}  // namespace bakeoff::model
