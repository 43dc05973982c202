#include "model/onnx/precision.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/onnx/fold_batch_norm.h"
#include "model/onnx/names.h"
#include "model/onnx/narrow_tensor.h"
#include "model/onnx/node_reader.h"
#include "model/onnx/opset.h"
#include "model/onnx/precision_rules.h"
#include "model/onnx/shapes.h"
#include "model/onnx/shapes/inference.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using shapes::Inference;
using shapes::Known;

constexpr std::int64_t kOldestOpset = 7;  // earlier ones broadcast and cast by other rules

std::string floats_as_bytes(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

std::string shortest(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

/// What a Constant node of type float32 holds.
Tensor constant_of(const Node& node) {
  Tensor tensor;
  for (const auto& [name, attribute] : node.attributes) {
    if (const auto* value = std::get_if<Tensor>(&attribute)) tensor = *value;
    if (const auto* value = std::get_if<float>(&attribute)) tensor.data = floats_as_bytes({*value});
    if (const auto* values = std::get_if<std::vector<float>>(&attribute)) {
      tensor.dims = {static_cast<std::int64_t>(values->size())};
      tensor.data = floats_as_bytes(*values);
    }
  }
  tensor.name = node.outputs.front();
  return tensor;
}

/// Walks the graph in order. A float32 value may be needed in two forms: wide, as it was and under its own
/// name, and narrow, under a name with a suffix; the one that its maker does not give is made where it is
/// first asked for.
class Narrowing {
 public:
  Narrowing(Graph graph, ElementType narrow, Inference inference)
      : graph_(std::move(graph)),
        narrow_(narrow),
        inference_(std::move(inference)),
        names_(graph_),
        suffix_(narrow == ElementType::kFloat16 ? "_fp16" : "_bf16") {}

  Result<Graph> run() {
    for (const ValueInfo& input : graph_.inputs) wide_.insert(input.name);
    for (std::size_t i = 0; i < graph_.initializers.size(); ++i) remember_constant(i);
    const std::vector<Node> nodes = std::exchange(graph_.nodes, {});
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      Result<void> done = inference_.add(nodes[i], i);
      if (done) done = at_place(place_of(nodes[i], i), [&] { return convert(nodes[i]); });
      if (!done) return tl::unexpected(done.error());
    }
    for (const ValueInfo& output : graph_.outputs) ask_for_wide(output.name);
    const Uses uses(graph_);
    std::erase_if(graph_.initializers, [&](const Tensor& tensor) {
      return tensor.type == ElementType::kFloat && !uses.any(tensor.name);
    });
    graph_.values.clear();
    return infer_shapes(std::move(graph_));
  }

 private:
  [[nodiscard]] bool is_float(const std::string& name) const {
    const Known* known = inference_.find(name);
    return known != nullptr && known->type == ElementType::kFloat;
  }

  /// Numbers that follow from shapes and constants: lengths and scales, of which float16 has few exactly.
  [[nodiscard]] bool is_shape_arithmetic(const Node& node) const {
    return std::all_of(node.outputs.begin(), node.outputs.end(), [&](const std::string& output) {
      const Known* known = inference_.find(output);
      return known != nullptr && known->numbers.has_value();
    });
  }

  void remember_constant(std::size_t index) {
    const std::string& name = graph_.initializers[index].name;
    wide_.insert(name);
    constants_.emplace(name, index);
  }

  Result<void> convert(const Node& node) {
    if (node.op_type == "Constant" && is_float(node.outputs.front())) {
      graph_.initializers.push_back(constant_of(node));
      remember_constant(graph_.initializers.size() - 1);
      return {};
    }
    if (stays_float(node, narrow_) || is_shape_arithmetic(node)) {
      for (const std::string& input : node.inputs) ask_for_wide(input);
      wide_.insert(node.outputs.begin(), node.outputs.end());
      graph_.nodes.push_back(node);
      return {};
    }
    return append_narrow(node);
  }

  Result<void> append_narrow(Node node) {
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (!is_float(node.inputs[i])) continue;
      if (takes_float(node, i, graph_.opset)) {
        ask_for_wide(node.inputs[i]);
        continue;
      }
      Result<std::string> name = may_be_infinite(node, i) && constants_.contains(node.inputs[i])
                                     ? bound_name(node.inputs[i])
                                     : narrow_name(node.inputs[i]);
      if (!name) return tl::unexpected(name.error());
      node.inputs[i] = std::move(*name);
    }
    for (std::string& output : node.outputs) {
      if (!is_float(output)) continue;
      if (node.op_type == "Cast") node.attributes["to"] = static_cast<std::int64_t>(narrow_);
      output = narrow_names_.emplace(output, names_.fresh(output + suffix_)).first->second;
    }
    graph_.nodes.push_back(std::move(node));
    return {};
  }

  void append_cast(const std::string& from, const std::string& to, ElementType type) {
    Node node;
    node.name = names_.fresh("cast_to_" + to);
    node.op_type = "Cast";
    node.inputs = {from};
    node.outputs = {to};
    node.attributes = {{"to", static_cast<std::int64_t>(type)}};
    graph_.nodes.push_back(std::move(node));
  }

  void ask_for_wide(const std::string& name) {
    if (is_float(name) && wide_.insert(name).second) {
      append_cast(narrow_names_.at(name), name, ElementType::kFloat);
    }
  }

  /// The first number that would have become infinite, if any.
  std::optional<float> append_constant(const std::string& wide, const std::string& name, PastLargest past) {
    Narrowed made = narrowed(graph_.initializers[constants_.at(wide)], narrow_, past);
    made.tensor.name = name;
    graph_.initializers.push_back(std::move(made.tensor));
    return made.overflow;
  }

  /// A constant that bounds others: none where it cannot be reached.
  std::string bound_name(const std::string& wide) {
    const auto [entry, missing] = bounds_.try_emplace(wide);
    if (missing) {
      entry->second = names_.fresh(wide + suffix_);
      append_constant(wide, entry->second, PastLargest::kInfinite);
    }
    return entry->second;
  }

  Result<std::string> narrow_name(const std::string& wide) {
    const auto [entry, missing] = narrow_names_.try_emplace(wide);
    if (missing) {
      entry->second = names_.fresh(wide + suffix_);
      if (constants_.contains(wide)) {
        const auto overflow = append_constant(wide, entry->second, PastLargest::kMasksAreLargest);
        if (overflow) overflows_.emplace(wide, *overflow);
      } else {
        append_cast(wide, entry->second, narrow_);
      }
    }
    const auto past = overflows_.find(wide);
    if (past == overflows_.end()) return entry->second;
    return fail(ErrorKind::kUnsupported,
                "uses the constant " + in_quotes(wide) + ", which holds " + shortest(past->second) +
                    ", past the largest " + to_string(narrow_) + " number",
                "", "run the model in fp32");
  }

  Graph graph_;
  ElementType narrow_;
  Inference inference_;  // of the graph as it was
  Names names_;
  std::string suffix_;
  std::unordered_set<std::string> wide_;  // values that are there in their own type
  std::unordered_map<std::string, std::string> narrow_names_;
  std::unordered_map<std::string, std::string> bounds_;     // of constants that are bounds
  std::unordered_map<std::string, std::size_t> constants_;  // indices of initializers
  std::unordered_map<std::string, float> overflows_;
};

}  // namespace

Result<Graph> with_precision(Graph graph, Precision precision) {
  if (precision == Precision::kFp32) return graph;
  if (graph.opset < kOldestOpset) {
    return fail(ErrorKind::kUnsupported,
                "the model is of opset " + std::to_string(graph.opset) + ", and only those from " +
                    std::to_string(kOldestOpset) + " on can be rewritten to " +
                    std::string(to_string(precision)),
                "", "export it anew, or convert it with onnx.version_converter");
  }
  graph = fold_batch_norm(std::move(graph));
  if (precision == Precision::kBf16) {
    Result<Graph> raised = raise_opset(std::move(graph));
    if (!raised) return raised;
    graph = std::move(*raised);
  }
  Result<Inference> inference = Inference::start(graph);
  if (!inference) return tl::unexpected(inference.error());
  const ElementType narrow = precision == Precision::kFp16 ? ElementType::kFloat16 : ElementType::kBfloat16;
  return Narrowing(std::move(graph), narrow, std::move(*inference)).run();
}

}  // namespace bakeoff::model
