#include "model/lower/graphdef/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/model/lower/graphdef/decoded.h"

namespace bakeoff::model::graphdef {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(GraphDefWriter, WritesNodesWithEveryKindOfAttribute) {
  Writer writer(0);
  writer.node("Op", "n", {"a", "b:1"},
              {{"type", proto::DataType::kBfloat16},
               {"integer", std::int64_t{-3}},
               {"number", 0.5F},
               {"yes", true},
               {"no", false},
               {"text", "NHWC"},
               {"list", std::vector<std::int64_t>{1, -1, 300}}});
  const std::string bytes = writer.take();
  EXPECT_GT(producer_of(bytes), 26);  // before, operators had other meanings
  const std::vector<DecodedNode> nodes = decoded(bytes);
  ASSERT_THAT(nodes, SizeIs(1));
  EXPECT_EQ(nodes[0].name, "n");
  EXPECT_EQ(nodes[0].op, "Op");
  EXPECT_THAT(nodes[0].inputs, ElementsAre("a", "b:1"));
  const auto& attributes = nodes[0].attributes;
  EXPECT_EQ(attributes.at("type").type, 14);
  EXPECT_EQ(attributes.at("integer").i, -3);
  EXPECT_EQ(attributes.at("number").f, 0.5F);
  EXPECT_EQ(attributes.at("yes").b, 1);
  EXPECT_EQ(attributes.at("no").b, 0);
  EXPECT_EQ(attributes.at("text").s, "NHWC");
  EXPECT_THAT(attributes.at("list").list, ElementsAre(1, -1, 300));
}

TEST(GraphDefWriter, WritesConstantsAsTheBytesTheyAre) {
  Writer writer(16);
  const std::string data("\0\1\2\3\4\5\6\7", 8);
  writer.constant("c", ElementType::kInt32, {2, 1}, data);
  writer.constant("scalar", ElementType::kInt64, {}, data);
  const std::vector<DecodedNode> nodes = decoded(writer.take());
  ASSERT_THAT(nodes, SizeIs(2));
  EXPECT_EQ(nodes[0].op, "Const");
  EXPECT_EQ(nodes[0].attributes.at("dtype").type, 3);
  EXPECT_EQ(nodes[0].attributes.at("value").type, 3);
  EXPECT_THAT(nodes[0].attributes.at("value").shape, ElementsAre(2, 1));
  EXPECT_EQ(nodes[0].attributes.at("value").content, data);
  EXPECT_EQ(nodes[1].attributes.at("dtype").type, 9);
  EXPECT_THAT(nodes[1].attributes.at("value").shape, IsEmpty());
}

TEST(GraphDefWriter, WritesPlaceholdersWithTheirShape) {
  Writer writer(0);
  writer.placeholder("x", ElementType::kFloat, {1, 224, 224, 3});
  writer.placeholder("scalar", ElementType::kBool, {});
  const std::vector<DecodedNode> nodes = decoded(writer.take());
  EXPECT_EQ(nodes[0].op, "Placeholder");
  EXPECT_EQ(nodes[0].attributes.at("dtype").type, 1);
  EXPECT_THAT(nodes[0].attributes.at("shape").shape, ElementsAre(1, 224, 224, 3));
  EXPECT_EQ(nodes[1].attributes.count("shape"), 1U);
  EXPECT_EQ(nodes[1].attributes.at("dtype").type, 10);
}

TEST(GraphDefWriter, NamesNodesAsTensorFlowAllows) {
  Writer writer(0);
  EXPECT_EQ(writer.unique_name("layer1.0/conv-1"), "layer1.0/conv-1");
  EXPECT_EQ(writer.unique_name("layer1.0/conv-1"), "layer1.0/conv-1_1");
  EXPECT_EQ(writer.unique_name("input:0"), "input_0");
  EXPECT_EQ(writer.unique_name("input_0"), "input_0_1");
  EXPECT_EQ(writer.unique_name("_hidden"), "x_hidden");
  EXPECT_EQ(writer.unique_name("/model/conv"), "x/model/conv");
  EXPECT_EQ(writer.unique_name("gr\xc3\xb6\xc3\x9f"
                               "e ^"),
            "gr____e__");
  EXPECT_EQ(writer.unique_name(""), "x");
}

TEST(GraphDefWriter, NumbersTypesAsTensorFlow) {
  // tensorflow/core/framework/types.proto.
  const std::vector<std::pair<ElementType, int>> numbers = {
      {ElementType::kFloat, 1},   {ElementType::kDouble, 2},   {ElementType::kInt32, 3},
      {ElementType::kUint8, 4},   {ElementType::kInt16, 5},    {ElementType::kInt8, 6},
      {ElementType::kInt64, 9},   {ElementType::kBool, 10},    {ElementType::kBfloat16, 14},
      {ElementType::kUint16, 17}, {ElementType::kFloat16, 19}, {ElementType::kUint32, 22},
      {ElementType::kUint64, 23}};
  for (const auto& [type, number] : numbers) EXPECT_EQ(static_cast<int>(data_type(type)), number);
}

}  // namespace
}  // namespace bakeoff::model::graphdef
