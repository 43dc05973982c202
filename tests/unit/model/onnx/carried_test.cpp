#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/onnx/cleaning.h"
#include "model/onnx/names.h"
#include "model/onnx/reader.h"
#include "model/onnx/writer.h"
#include "unit/model/onnx/graphs.h"
#include "unit/model/onnx/raw_model.h"

namespace bakeoff::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string graph_attribute(const std::string& name, const std::string& graph_bytes) {
  return raw::message([&](auto& out) {
    out.add_string(1, name);
    out.add_message(6, graph_bytes);
    out.add_int32(20, 5);
  });
}

std::string with_attributes(std::string node_bytes, const std::vector<std::string>& attributes) {
  protozero::pbf_writer out(node_bytes);
  for (const std::string& each : attributes) out.add_message(5, each);
  return node_bytes;
}

/// Computes y = 2 w from an outer `w`, its own `two`, and an output that stands before its maker.
std::string branch(const std::string& outer) {
  raw::Parts parts;
  parts.nodes = {raw::node("Neg", {"later"}, {"y"}), raw::node("Mul", {outer, "two"}, {"later"})};
  parts.initializers = {raw::tensor("two", 1, {}, 9, std::string("\0\0\0\x40", 4))};
  parts.outputs = {raw::value_info("y", 1, {1, 4})};
  return raw::graph(parts);
}

raw::Parts conditional() {
  return {.nodes = {with_attributes(raw::node("If", {"c"}, {"y"}),
                                    {graph_attribute("then_branch", branch("late")),
                                     graph_attribute("else_branch", branch("w"))}),
                    raw::node("Abs", {"x"}, {"late"})},
          .initializers = {raw::tensor("w", 1, {1, 4}, 9, std::string(16, '\0'))},
          .inputs = {raw::value_info("c", 9, {}), raw::value_info("x", 1, {1, 4})},
          .outputs = {raw::value_info("y", 1, {1, 4})}};
}

TEST(Carried, SubgraphsKeepTheirBytesAndWhatTheyUse) {
  const Result<Graph> graph = parse_onnx(raw::model(raw::graph(conditional())), "");
  ASSERT_TRUE(graph) << to_string(graph.error());
  ASSERT_EQ(graph->nodes.size(), 2U);
  EXPECT_EQ(graph->nodes[0].op_type, "Abs") << "what the subgraph uses is made before";
  const auto& attributes = graph->nodes[1].attributes;
  const auto& then_branch = std::get<Opaque>(attributes.at("then_branch"));
  EXPECT_THAT(then_branch.captures, ElementsAre("late"));
  EXPECT_EQ(then_branch.bytes, graph_attribute("then_branch", branch("late")));
  EXPECT_THAT(std::get<Opaque>(attributes.at("else_branch")).captures, ElementsAre("w"));
  EXPECT_TRUE(Uses(*graph).any("w"));
  EXPECT_EQ(parse_onnx(to_onnx(*graph), "").value(), *graph);
}

TEST(Carried, NestedSubgraphsSeeTheScopesAroundThem) {
  raw::Parts outer;
  outer.inputs = {raw::value_info("i", 7, {})};
  outer.nodes = {with_attributes(
      raw::node("If", {"i"}, {"z"}),
      {graph_attribute("then_branch", branch("i")), graph_attribute("else_branch", branch("w"))})};
  outer.outputs = {raw::value_info("x", 1, {1, 4})};
  raw::Parts parts = conditional();
  parts.nodes = {
      with_attributes(raw::node("Loop", {"c"}, {"y"}), {graph_attribute("body", raw::graph(outer))})};
  const Result<Graph> graph = parse_onnx(raw::model(raw::graph(parts)), "");
  ASSERT_TRUE(graph) << to_string(graph.error());
  EXPECT_THAT(captures_of(graph->nodes[0]), ElementsAre("w", "x"));
}

TEST(Carried, ASubgraphThatUsesWhatNothingMakesIsRefused) {
  raw::Parts parts = conditional();
  parts.nodes.pop_back();
  const Result<Graph> graph = parse_onnx(raw::model(raw::graph(parts)), "");
  ASSERT_FALSE(graph);
  EXPECT_THAT(graph.error().what, HasSubstr("uses 'late', which nothing makes"));
}

TEST(Carried, CleaningKeepsWhatSubgraphsUse) {
  const Cleaned cleaned = clean(parse_onnx(raw::model(raw::graph(conditional())), "").value());
  EXPECT_EQ(cleaned.graph.nodes.size(), 2U);
  EXPECT_EQ(cleaned.graph.initializers.size(), 1U);
  EXPECT_TRUE(cleaned.changes.empty());
}

TEST(Carried, DataOfASubgraphInAnotherFileIsRefused) {
  raw::Parts parts;
  std::string tensor = raw::tensor("two", 1, {}, 9, "");
  protozero::pbf_writer(tensor).add_int32(14, 1);
  parts.initializers = {tensor};
  parts.outputs = {raw::value_info("two", 1, {})};
  raw::Parts outer = conditional();
  outer.nodes = {
      with_attributes(raw::node("If", {"c"}, {"y"}), {graph_attribute("then_branch", raw::graph(parts))})};
  const Result<Graph> graph = parse_onnx(raw::model(raw::graph(outer)), "");
  ASSERT_FALSE(graph);
  EXPECT_EQ(graph.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(graph.error().where, HasSubstr("attribute 'then_branch'"));
  EXPECT_THAT(graph.error().hint, HasSubstr("save the model with its data inside"));
}

TEST(Carried, StringsSparseTensorsNarrowOnesAndFunctions) {
  raw::Parts parts = conditional();
  parts.nodes = {raw::node("Foo", {"x", "strings", "sparse", "narrow"}, {"y"})};
  parts.initializers = {raw::tensor("strings", 8, {1}, 6, "text"), raw::tensor("narrow", 22, {2}, 9, "a")};
  std::string graph_bytes = raw::graph(parts);
  protozero::pbf_writer(graph_bytes).add_message(15, raw::message([](auto& out) {
                                                   out.add_message(1,
                                                                   raw::tensor("sparse", 1, {1}, 9, "abcd"));
                                                 }));
  std::string bytes = raw::model(graph_bytes);
  protozero::pbf_writer(bytes).add_message(25, raw::message([](auto& out) {
                                             out.add_string(1, "Foo");
                                             out.add_message(7, raw::node("Relu", {"a"}, {"b"}));
                                           }));
  const Result<Graph> graph = parse_onnx(bytes, "");
  ASSERT_TRUE(graph) << to_string(graph.error());
  EXPECT_TRUE(graph->initializers.empty());
  ASSERT_EQ(graph->opaque_initializers.size(), 3U);
  EXPECT_EQ(graph->functions.size(), 1U);
  const Result<Graph> again = parse_onnx(to_onnx(*graph), "");
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(*again, *graph);
}

}  // namespace
}  // namespace bakeoff::model
