#include "model/onnx/boundary.h"

#include <algorithm>
#include <unordered_set>

#include "model/onnx/names.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

bool is_other_float(ElementType type) {
  return type == ElementType::kFloat16 || type == ElementType::kBfloat16 || type == ElementType::kDouble;
}

class Boundary {
 public:
  explicit Boundary(Graph& graph) : graph_(graph), names_(graph) {
    for (const Node& node : graph.nodes) {
      for (const std::string_view name : captures_of(node)) captured_.emplace(name);
    }
  }

  std::vector<std::string> widen() {
    std::vector<Node> first;
    for (ValueInfo& input : graph_.inputs) {
      if (is_other_float(input.type)) first.push_back(widen_input(input));
    }
    graph_.nodes.insert(graph_.nodes.begin(), first.begin(), first.end());
    for (ValueInfo& output : graph_.outputs) {
      if (is_other_float(output.type)) widen_output(output);
    }
    return std::move(remarks_);
  }

 private:
  Node widen_input(ValueInfo& input) {
    remark("input", input);
    const ElementType type = input.type;
    const std::string name = input.name;
    const std::string other = names_.fresh(name + "_" + to_string(type));
    const bool stays = captured_.contains(name);
    ValueInfo inside{.name = stays ? name : other, .type = type, .shape = input.shape};
    input.name = stays ? other : name;
    input.type = ElementType::kFloat;
    if (!stays) rename_uses(name, other);
    Node cast = cast_node(input.name, inside.name, type);
    graph_.values.push_back(std::move(inside));
    return cast;
  }

  void widen_output(ValueInfo& output) {
    const std::string name = output.name;
    // An input that is an output as well has been widened already.
    const auto is_input = [&name](const ValueInfo& input) { return input.name == name; };
    if (std::any_of(graph_.inputs.begin(), graph_.inputs.end(), is_input)) {
      output.type = ElementType::kFloat;
      return;
    }
    remark("output", output);
    const std::string other = names_.fresh(name + "_" + to_string(output.type));
    const bool stays = captured_.contains(name) || is_initializer(name);
    ValueInfo inside{.name = stays ? name : other, .type = output.type, .shape = output.shape};
    output.name = stays ? other : name;
    output.type = ElementType::kFloat;
    if (!stays) rename_maker(name, other);
    graph_.nodes.push_back(cast_node(inside.name, output.name, ElementType::kFloat));
    if (!is_initializer(inside.name)) graph_.values.push_back(std::move(inside));
  }

  [[nodiscard]] bool is_initializer(const std::string& name) const {
    const auto named = [&name](const auto& tensor) { return tensor.name == name; };
    return std::any_of(graph_.initializers.begin(), graph_.initializers.end(), named) ||
           std::any_of(graph_.opaque_initializers.begin(), graph_.opaque_initializers.end(), named);
  }

  void rename_uses(const std::string& from, const std::string& to) {
    for (Node& node : graph_.nodes) std::replace(node.inputs.begin(), node.inputs.end(), from, to);
  }

  void rename_maker(const std::string& from, const std::string& to) {
    rename_uses(from, to);
    for (Node& node : graph_.nodes) std::replace(node.outputs.begin(), node.outputs.end(), from, to);
  }

  Node cast_node(const std::string& from, const std::string& to, ElementType type) {
    return Node{.name = names_.fresh("bakeoff_cast_" + to),
                .op_type = "Cast",
                .domain = {},
                .inputs = {from},
                .outputs = {to},
                .attributes = {{"to", static_cast<std::int64_t>(type)}}};
  }

  void remark(const std::string& what, const ValueInfo& value) {
    remarks_.push_back("the " + what + " " + in_quotes(value.name) + " is " + to_string(value.type) +
                       "; bakeoff exchanges float32, so that a Cast was added for all runtimes alike");
  }

  Graph& graph_;
  Names names_;
  std::unordered_set<std::string> captured_;
  std::vector<std::string> remarks_;
};

}  // namespace

std::vector<std::string> widen_boundary(Graph& graph) {
  return Boundary(graph).widen();
}

}  // namespace bakeoff::model
