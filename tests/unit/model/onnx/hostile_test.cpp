#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.h"
#include "model/onnx/reader.h"
#include "model/onnx/rewrite.h"
#include "model/onnx/shapes.h"
#include "model/onnx/writer.h"
#include "unit/model/onnx/graphs.h"
#include "unit/model/onnx/raw_model.h"

namespace bakeoff::model {
namespace {

using testing::HasSubstr;

void expect_error(const std::string& bytes, ErrorKind kind, const std::string& where,
                  const std::string& what) {
  const Result<Graph> graph = parse_onnx(bytes, "");
  ASSERT_FALSE(graph) << what;
  EXPECT_EQ(graph.error().kind, kind) << to_string(graph.error());
  EXPECT_THAT(graph.error().where, HasSubstr(where));
  EXPECT_THAT(graph.error().what, HasSubstr(what));
}

void expect_bad(const std::string& bytes, const std::string& where, const std::string& what) {
  expect_error(bytes, ErrorKind::kBadInput, where, what);
}

raw::Parts relu() {
  return {.nodes = {raw::node("Relu", {"x"}, {"y"})},
          .initializers = {},
          .inputs = {raw::value_info("x", 1, {1, 4})},
          .outputs = {raw::value_info("y", 1, {1, 4})}};
}

std::string with_nodes(const std::vector<std::string>& nodes) {
  raw::Parts parts = relu();
  parts.nodes = nodes;
  return raw::model(raw::graph(parts));
}

std::string attribute(const std::string& name, int type, std::uint32_t field, const std::string& bytes) {
  return raw::message([&](auto& out) {
    out.add_string(1, name);
    out.add_message(field, bytes);
    out.add_int32(20, type);
  });
}

std::string node_with(const std::vector<std::string>& attributes) {
  std::string bytes = raw::node("If", {"x"}, {"y"});
  protozero::pbf_writer out(bytes);
  out.add_string(3, "branch");
  for (const std::string& each : attributes) out.add_message(5, each);
  return bytes;
}

TEST(HostileFile, TheModelThatTheOthersSpoilIsRead) {
  EXPECT_TRUE(parse_onnx(raw::model(raw::graph(relu())), ""));
}

TEST(HostileFile, Empty) {
  expect_bad("", "", "the file is empty");
  expect_bad(raw::message([](auto& out) { out.add_int64(1, 8); }), "", "no graph");
  expect_bad(raw::model(""), "", "no output");
  expect_bad(raw::message([](auto& out) { out.add_message(7, raw::graph(relu())); }), "", "no ir_version");
}

TEST(HostileFile, CutOffAnywhere) {
  const std::string whole = raw::model(raw::graph(relu()));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Result<Graph> graph = parse_onnx(std::string_view(whole).substr(0, length), "");
    EXPECT_FALSE(graph) << length;
    if (!graph) {
      EXPECT_EQ(graph.error().kind, ErrorKind::kBadInput) << length;
    }
  }
}

TEST(HostileFile, AnyOneByteChanged) {
  const std::string whole = to_onnx(
      graph_of({value("x", {1, 3, 8, 8})}, {weights("w", {2, 3, 3, 3}), integers_tensor("t", {1, -1})},
               {node("Conv", {"x", "w"}, {"c"}, {{"strides", std::vector<std::int64_t>{2, 2}}}),
                node("Reshape", {"c", "t"}, {"y"})}));
  int still_read = 0;
  for (std::size_t place = 0; place < whole.size(); ++place) {
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string bytes = whole;
      bytes[place] = static_cast<char>(bytes[place] ^ change);
      const Result<Graph> graph = parse_onnx(bytes, "");
      if (!graph) continue;
      ++still_read;
      const Result<Graph> rewritten =
          infer_shapes(*graph).and_then([](const Graph& g) { return with_batch(g, 3); });
      EXPECT_TRUE(rewritten || rewritten.error().kind != ErrorKind::kInternal);
    }
  }
  EXPECT_GT(still_read, 100) << "most changes hit the weights";
}

RC_GTEST_PROP(HostileFile, RandomBytes, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  Dice dice({seed});
  std::string bytes;
  for (std::uint64_t i = dice.below(4096); i > 0; --i) bytes += static_cast<char>(dice.bits());
  RC_ASSERT(!parse_onnx(bytes, ""));
}

TEST(HostileFile, WhatIsNoModelIsSaidInAPersonsWords) {
  expect_bad("This is not an ONNX model.\n", "", "not an ONNX model but text");
  expect_bad("k\tv\r\n", "", "not an ONNX model but text");
  expect_bad(std::string(100000, '\x0a'), "", "not an ONNX model but text");
  const auto hint_of = [](const std::string& bytes) { return parse_onnx(bytes, "").error().hint; };
  EXPECT_THAT(hint_of("version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
              HasSubstr("git lfs pull"));
  EXPECT_THAT(hint_of("<!DOCTYPE html>"), HasSubstr("web page"));
  EXPECT_EQ(hint_of("text"), "");

  // The ways in which protobuf's bytes can be wrong: type, tag, end, varint, length.
  const std::string broken[] = {"\x0f", std::string(1, '\0'), "\x3a\x7fmuch less",
                                "\x08" + std::string(11, '\xff'),
                                raw::model(raw::graph(relu())).substr(0, 20)};
  for (const std::string& bytes : broken) {
    expect_bad(bytes, "", "damaged or cut off");
    EXPECT_EQ(parse_onnx(bytes, "").error().what.find("exception"), std::string::npos);
  }
}

TEST(HostileFile, CycleNamesANodeOnIt) {
  expect_bad(with_nodes({raw::node("Relu", {"x"}, {"a"}), raw::node("Add", {"a", "d"}, {"b"}),
                         raw::node("Relu", {"b"}, {"d"}), raw::node("Relu", {"d"}, {"y"})}),
             "node 1 (Add)", "lies on a cycle");
  expect_bad(with_nodes({raw::node("Relu", {"y"}, {"y"})}), "node 0 (Relu)", "cycle");
}

TEST(HostileFile, DisorderIsSorted) {
  const Result<Graph> graph =
      parse_onnx(with_nodes({raw::node("Abs", {"b"}, {"y"}), raw::node("Relu", {"x"}, {"a"}),
                             raw::node("Neg", {"a"}, {"b"}), raw::node("Exp", {"x"}, {"unused"})}),
                 "");
  ASSERT_TRUE(graph) << to_string(graph.error());
  std::string order;
  for (const Node& each : graph->nodes) order += each.op_type + " ";
  EXPECT_EQ(order, "Relu Neg Abs Exp ");
}

TEST(HostileFile, NamesMustHaveOneOrigin) {
  expect_bad(with_nodes({raw::node("Relu", {"z"}, {"y"})}), "node 0 (Relu)", "uses 'z', which nothing makes");
  expect_bad(with_nodes({raw::node("Relu", {"x"}, {"y"}), raw::node("Abs", {"x"}, {"y"})}), "node 1 (Abs)",
             "makes 'y', which already has an origin");
  expect_bad(with_nodes({raw::node("Relu", {"x"}, {"x"})}), "node 0 (Relu)", "already has an origin");
  expect_bad(with_nodes({raw::node("Relu", {"x"}, {"a"})}), "", "nothing makes the output 'y'");
  raw::Parts twice = relu();
  twice.inputs.push_back(twice.inputs.front());
  expect_bad(raw::model(raw::graph(twice)), "", "input 'x' is there twice");
  twice = relu();
  twice.initializers = {raw::tensor("w", 1, {}, 9, "abcd"), raw::tensor("w", 1, {}, 9, "abcd")};
  expect_bad(raw::model(raw::graph(twice)), "", "initializer 'w' is there twice");
}

TEST(HostileFile, NamesMayNotBeMissing) {
  expect_bad(with_nodes({raw::node("", {"x"}, {"y"})}), "node 0", "names no operator");
  raw::Parts parts = relu();
  parts.initializers = {raw::tensor("", 1, {}, 9, "abcd")};
  expect_bad(raw::model(raw::graph(parts)), "initializer 0", "no name");
  parts = relu();
  parts.inputs = {raw::value_info("", 1, {1})};
  expect_bad(raw::model(raw::graph(parts)), "input 0", "no name");
}

TEST(HostileFile, DamageInsideANodeNamesIt) {
  std::string node_bytes = raw::node("Relu", {"x"}, {"y"});
  protozero::pbf_writer(node_bytes).add_message(5, std::string("\x0a\x7fgarbage"));
  expect_bad(with_nodes({node_bytes}), "node 0 (Relu)", "damaged or cut off");
}

TEST(HostileFile, DeepNestingIsNotFollowed) {
  // GraphProto.node, NodeProto.attribute, AttributeProto.g, again and again.
  std::string nested = raw::graph(relu());
  for (int i = 0; i < 5000; ++i) {
    const std::string node_bytes = node_with({attribute("body", 5, 6, nested)});
    nested = raw::message([&](auto& out) { out.add_message(1, node_bytes); });
  }
  expect_bad(with_nodes({node_with({attribute("body", 5, 6, nested)})}), "attribute 'body'",
             "nested more than 32 deep");
  std::string type = "x";
  for (int i = 0; i < 20000; ++i) type = raw::message([&](auto& out) { out.add_message(4, type); });
  raw::Parts parts = relu();
  parts.inputs = {raw::message([&](auto& out) {
    out.add_string(1, "x");
    out.add_message(2, type);
  })};
  expect_error(raw::model(raw::graph(parts)), ErrorKind::kUnsupported, "input 0, value 'x'", "a sequence");
}

TEST(HostileFile, AttributesMustMakeSense) {
  const std::string number = raw::message([](auto& out) {
    out.add_string(1, "axis");
    out.add_int64(3, 1);
    out.add_int32(20, 2);
  });
  expect_bad(with_nodes({node_with({number, number})}), "attribute 'axis'", "is there twice");
  const auto typed = [](int type) {
    return raw::message([type](auto& out) {
      out.add_string(1, "a");
      out.add_int32(20, type);
    });
  };
  expect_bad(with_nodes({node_with({typed(99)})}), "attribute 'a'", "no value of a known type");
  expect_bad(with_nodes({node_with({raw::message([](auto& out) { out.add_int64(3, 1); })})}), "node 0",
             "no name");
  expect_bad(with_nodes({node_with({raw::message([](auto& out) {
               out.add_string(1, "a");
               out.add_string(21, "outer");
             })})}),
             "attribute 'a'", "refers to a function's attribute");
  expect_bad(with_nodes({node_with({attribute("value", 4, 5, raw::tensor("", 1, {2}, 9, "abcd"))})}),
             "node 0 'branch' (If), attribute 'value'", "needs 8 bytes");
}

TEST(HostileFile, OldFilesWithoutAttributeTypesAreRead) {
  const std::string untyped = raw::message([](auto& out) {
    out.add_string(1, "axis");
    out.add_int64(3, 7);
  });
  const Result<Graph> graph = parse_onnx(with_nodes({node_with({untyped})}), "");
  ASSERT_TRUE(graph) << to_string(graph.error());
  EXPECT_EQ(graph->nodes[0].attributes.at("axis"), Attribute(std::int64_t{7}));
}

TEST(HostileFile, OddShapesAndTypes) {
  const auto with_input = [](int type, const std::vector<std::int64_t>& dims) {
    raw::Parts parts = relu();
    parts.inputs = {raw::value_info("x", type, dims)};
    return raw::model(raw::graph(parts));
  };
  expect_bad(with_input(1, {1, -7}), "input 0, value 'x'", "an axis of length -7");
  expect_bad(with_input(77, {1}), "input 0", "no element type 77");
  expect_bad(with_input(1, std::vector<std::int64_t>(65, 1)), "input 0", "more than 64 axes");
  const Result<Graph> unknown = parse_onnx(with_input(1, {-1, 4}), "");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->inputs[0].shape->at(0), Dim());
}

TEST(HostileFile, GiganticAxesDoNotReachTheArithmetic) {
  constexpr std::int64_t kMost = 9223372036854775807;
  const auto infer = [](const std::vector<std::int64_t>& dims, const std::string& op_type) {
    return infer_shapes(graph_of({value("x", dims)}, {}, {node(op_type, {"x"}, {"y"})}));
  };
  for (const char* op_type : {"Relu", "Flatten", "GlobalAveragePool", "Transpose", "ReduceMean"}) {
    const Result<Graph> graph = infer({kMost, kMost, kMost, kMost}, op_type);
    ASSERT_FALSE(graph) << op_type;
    EXPECT_EQ(graph.error().kind, ErrorKind::kBadInput);
    EXPECT_EQ(graph.error().where, "input 'x'");
  }
  EXPECT_FALSE(infer({1, 2147483647, 2147483647, 1}, "Flatten")) << "an axis past 2^31";
}

TEST(HostileFile, OperatorSetsAreChecked) {
  const auto with_opset = [](const std::string& domain, std::int64_t version) {
    std::string bytes = raw::model(raw::graph(relu()));
    protozero::pbf_writer(bytes).add_message(8, raw::message([&](auto& out) {
                                               out.add_string(1, domain);
                                               out.add_int64(2, version);
                                             }));
    return bytes;
  };
  expect_bad(with_opset("ai.onnx", 13), "", "imported twice");
  expect_bad(with_opset("com.example", -4), "", "has version -4");
  EXPECT_EQ(parse_onnx(with_opset("com.example", 3), "").value().other_opsets.at("com.example"), 3);
}

TEST(HostileFile, NamesCannotFloodOrForgeTheMessage) {
  const std::string name = "line\nbreak\x1b[31m" + std::string(100000, 'n');
  const Result<Graph> graph = parse_onnx(with_nodes({raw::node("Relu", {name}, {"y"})}), "");
  ASSERT_FALSE(graph);
  EXPECT_LT(to_string(graph.error()).size(), 300U);
  EXPECT_EQ(to_string(graph.error()).find_first_of("\n\x1b"), std::string::npos);
}

}  // namespace
}  // namespace bakeoff::model
