#include "model/onnx/opset.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/onnx/names.h"
#include "model/onnx/node_reader.h"
#include "model/onnx/shapes.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using Ints = std::vector<std::int64_t>;

constexpr std::int64_t kIrVersion = 10;  // the one that came with opset 21 and 22

class Raising {
 public:
  /// `graph` knows its shapes.
  explicit Raising(Graph graph) : graph_(std::move(graph)), names_(graph_) {
    for (const auto* list : {&graph_.inputs, &graph_.values, &graph_.outputs}) {
      for (const ValueInfo& value : *list) {
        if (value.shape) ranks_.emplace(value.name, value.shape->size());
      }
    }
    for (const Tensor& tensor : graph_.initializers) ranks_.emplace(tensor.name, tensor.dims.size());
  }

  Result<Graph> run() {
    const std::vector<Node> nodes = std::exchange(graph_.nodes, {});
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      Node node = nodes[i];
      for (const Rule& rule : kRules) {
        if (rule.since <= graph_.opset || rule.op_type != node.op_type) continue;
        const Result<void> raised =
            at_place(place_of(nodes[i], i), [&] { return (this->*rule.raise)(node); });
        if (!raised) return tl::unexpected(raised.error());
      }
      graph_.nodes.push_back(std::move(node));
    }
    graph_.opset = kBfloat16Opset;
    graph_.ir_version = std::max(graph_.ir_version, kIrVersion);
    return std::move(graph_);
  }

 private:
  struct Rule {
    std::int64_t since;
    std::string_view op_type;
    Result<void> (Raising::*raise)(Node&);
  };
  static const std::array<Rule, 23> kRules;

  template <typename T>
  static const T* attribute(const Node& node, const std::string& name) {
    const auto found = node.attributes.find(name);
    return found == node.attributes.end() ? nullptr : std::get_if<T>(&found->second);
  }

  template <typename T>
  std::string constant(const std::string& wanted, ElementType type, Ints dims, const std::vector<T>& values) {
    Tensor tensor{.name = names_.fresh(wanted),
                  .type = type,
                  .dims = std::move(dims),
                  .data = std::string(values.size() * sizeof(T), 0)};
    if (!values.empty()) std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
    graph_.initializers.push_back(tensor);
    return tensor.name;
  }

  std::string integers(const Node& node, const std::string& name, const Ints& values) {
    return constant(node.outputs.front() + "_" + name, ElementType::kInt64,
                    {static_cast<std::int64_t>(values.size())}, values);
  }

  std::string scalar(const Node& node, const std::string& name, float value) {
    return constant(node.outputs.front() + "_" + name, ElementType::kFloat, {}, std::vector{value});
  }

  /// Moves the attribute, if it is there, to the next input.
  Result<void> to_input(Node& node, const std::string& name) {
    if (const Ints* values = attribute<Ints>(node, name))
      node.inputs.push_back(integers(node, name, *values));
    node.attributes.erase(name);
    return {};
  }

  Result<void> axes_to_input(Node& node) { return to_input(node, "axes"); }
  Result<void> split_to_input(Node& node) { return to_input(node, "split"); }

  Result<void> count_outputs(Node& node) {
    if (node.inputs.size() < 2) {
      node.attributes["num_outputs"] = static_cast<std::int64_t>(node.outputs.size());
    }
    return {};
  }

  Result<void> drop_spatial(Node& node) {
    const auto* spatial = attribute<std::int64_t>(node, "spatial");
    if (spatial != nullptr && *spatial == 0) {
      return fail(ErrorKind::kUnsupported, "has statistics of every element (spatial = 0)");
    }
    node.attributes.erase("spatial");
    return {};
  }

  Result<void> drop_ratio(Node& node) {
    node.attributes.erase("ratio");  // only training drops anything
    return {};
  }

  Result<void> slice(Node& node) {
    Ints axes(attribute<Ints>(node, "starts") == nullptr ? 0 : attribute<Ints>(node, "starts")->size());
    std::iota(axes.begin(), axes.end(), 0);
    if (attribute<Ints>(node, "axes") == nullptr) node.attributes["axes"] = axes;
    for (const char* name : {"starts", "ends", "axes"}) to_input(node, name);
    return {};
  }

  Result<void> clip(Node& node) {
    for (const char* name : {"min", "max"}) {
      const auto* bound = attribute<float>(node, name);
      node.inputs.push_back(bound == nullptr ? "" : scalar(node, name, *bound));
      node.attributes.erase(name);
    }
    return {};
  }

  Result<void> pad(Node& node) {
    to_input(node, "pads");
    const auto* value = attribute<float>(node, "value");
    if (value != nullptr && *value != 0.0F) node.inputs.push_back(scalar(node, "value", *value));
    node.attributes.erase("value");
    return {};
  }

  Result<void> upsample(Node& node) {
    if (const auto* scales = attribute<std::vector<float>>(node, "scales")) {
      node.inputs.push_back(constant(node.outputs.front() + "_scales", ElementType::kFloat,
                                     {static_cast<std::int64_t>(scales->size())}, *scales));
    }
    node.attributes.erase("scales");
    node.op_type = "Resize";
    return {};
  }

  Result<void> resize(Node& node) {
    node.inputs.insert(node.inputs.begin() + 1, "");  // the region of interest
    node.attributes["coordinate_transformation_mode"] = std::string("asymmetric");
    node.attributes["nearest_mode"] = std::string("floor");
    return {};
  }

  /// Until opset 12, over all axes from `axis` on together.
  Result<void> softmax(Node& node) {
    const auto* given = attribute<std::int64_t>(node, "axis");
    const std::int64_t axis = given == nullptr ? 1 : *given;
    const auto rank = ranks_.find(node.inputs.front());
    const bool last =
        axis == -1 || (rank != ranks_.end() && axis + 1 == static_cast<std::int64_t>(rank->second));
    node.attributes["axis"] = std::int64_t{-1};
    if (last) return {};
    const std::string& name = node.outputs.front();
    Node shape{.name = {},
               .op_type = "Shape",
               .domain = {},
               .inputs = {node.inputs.front()},
               .outputs = {names_.fresh(name + "_shape")},
               .attributes = {}};
    Node flatten{.name = {},
                 .op_type = "Flatten",
                 .domain = {},
                 .inputs = {node.inputs.front()},
                 .outputs = {names_.fresh(name + "_flattened")},
                 .attributes = {{"axis", axis}}};
    Node flat = node;
    flat.inputs = flatten.outputs;
    flat.outputs = {names_.fresh(name + "_flat")};
    for (Node* added : {&shape, &flatten, &flat})
      added->name = names_.fresh("make_" + added->outputs.front());
    node.op_type = "Reshape";
    node.attributes.clear();
    node.inputs = {flat.outputs.front(), shape.outputs.front()};
    for (Node* before : {&shape, &flatten, &flat}) graph_.nodes.push_back(std::move(*before));
    return {};
  }

  Graph graph_;
  Names names_;
  std::unordered_map<std::string, std::size_t> ranks_;
};

// What changed after opset 7, read off ONNX's own schemas: only changes that alter how a use is written or
// what it means; new types and new optional inputs and attributes do not. In the order of the opsets.
const std::array<Raising::Rule, 23> Raising::kRules{{
    {9, "BatchNormalization", &Raising::drop_spatial},
    {10, "Slice", &Raising::slice},
    {10, "Upsample", &Raising::upsample},
    {11, "Clip", &Raising::clip},
    {11, "Pad", &Raising::pad},
    {11, "Resize", &Raising::resize},
    {12, "Dropout", &Raising::drop_ratio},
    {13, "LogSoftmax", &Raising::softmax},
    {13, "ReduceSum", &Raising::axes_to_input},
    {13, "Softmax", &Raising::softmax},
    {13, "Split", &Raising::split_to_input},
    {13, "Squeeze", &Raising::axes_to_input},
    {13, "Unsqueeze", &Raising::axes_to_input},
    {18, "ReduceL1", &Raising::axes_to_input},
    {18, "ReduceL2", &Raising::axes_to_input},
    {18, "ReduceLogSum", &Raising::axes_to_input},
    {18, "ReduceLogSumExp", &Raising::axes_to_input},
    {18, "ReduceMax", &Raising::axes_to_input},
    {18, "ReduceMean", &Raising::axes_to_input},
    {18, "ReduceMin", &Raising::axes_to_input},
    {18, "ReduceProd", &Raising::axes_to_input},
    {18, "ReduceSumSquare", &Raising::axes_to_input},
    {18, "Split", &Raising::count_outputs},
}};

}  // namespace

Result<Graph> raise_opset(Graph graph) {
  if (graph.opset >= kBfloat16Opset) return graph;
  Result<Graph> inferred = infer_shapes(std::move(graph));
  if (!inferred) return inferred;
  return Raising(std::move(*inferred)).run();
}

}  // namespace bakeoff::model
