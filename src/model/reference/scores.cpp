#include "model/reference/scores.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "model/reference/value.h"

namespace bakeoff::model::reference {
namespace {

constexpr std::array<std::string_view, 5> kComparisons{"Equal", "Greater", "GreaterOrEqual", "Less",
                                                       "LessOrEqual"};
constexpr std::array<std::string_view, 3> kKeeping{"Cast", "Identity", "Reshape"};
constexpr std::array<std::string_view, 4> kQuantising{"DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul",
                                                      "QuantizeLinear"};

template <typename Names>
bool is_one_of(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const ValueInfo* info_of(const Graph& graph, const std::string& name) {
  for (const std::vector<ValueInfo>* infos : {&graph.values, &graph.outputs, &graph.inputs}) {
    for (const ValueInfo& info : *infos) {
      if (info.name == name) return &info;
    }
  }
  return nullptr;
}

bool is_real_value(const Graph& graph, const std::string& name) {
  const ValueInfo* info = info_of(graph, name);
  return info != nullptr && is_real(info->type);
}

const Node* maker_of(const Graph& graph, const std::string& name) {
  for (const Node& node : graph.nodes) {
    if (std::find(node.outputs.begin(), node.outputs.end(), name) != node.outputs.end()) return &node;
  }
  return nullptr;
}

// The operator that decided the elements of this value.
const Node* decider_of(const Graph& graph, std::string name) {
  for (;;) {
    const Node* node = maker_of(graph, name);
    if (node == nullptr || !is_one_of(kKeeping, node->op_type)) return node;
    name = node->inputs.front();
    if (is_real_value(graph, name)) return node;
  }
}

// Gives a value an output of its own, once.
std::size_t output_of(Graph& graph, const ValueInfo& info) {
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    if (graph.outputs[i].name == info.name) return i;
  }
  graph.outputs.push_back(info);
  return graph.outputs.size() - 1;
}

std::optional<Decision> index_decision(Graph& graph, const Node& decider) {
  const bool ranks = decider.op_type == "TopK" || decider.op_type == "ArgMax" || decider.op_type == "ArgMin";
  if (!ranks || !is_real_value(graph, decider.inputs.front())) return std::nullopt;
  const ValueInfo scores = *info_of(graph, decider.inputs.front());
  Decision decision{.kind = Decision::Kind::kIndex};
  decision.axis = static_cast<std::size_t>(std::get<std::int64_t>(decider.attributes.at("axis")));
  decision.score = output_of(graph, scores);
  return decision;
}

std::optional<Decision> cut_decision(Graph& graph, const Node& decider) {
  if (decider.op_type != "Cast" || !is_real_value(graph, decider.inputs.front())) return std::nullopt;
  if (info_of(graph, decider.outputs.front())->type == ElementType::kBool) return std::nullopt;
  const ValueInfo score = *info_of(graph, decider.inputs.front());
  Decision decision{.kind = Decision::Kind::kCut};
  decision.score = output_of(graph, score);
  return decision;
}

std::optional<Decision> steps_decision(const Node& decider) {
  if (!is_one_of(kQuantising, decider.op_type)) return std::nullopt;
  return Decision{.kind = Decision::Kind::kSteps};
}

// The score of a comparison is what its two sides differ by.
std::optional<Decision> threshold_decision(Graph& graph, const Node& decider) {
  const bool real = std::all_of(decider.inputs.begin(), decider.inputs.end(), [&](const std::string& input) {
    const auto weight = std::find_if(graph.initializers.begin(), graph.initializers.end(),
                                     [&](const Tensor& tensor) { return tensor.name == input; });
    return weight != graph.initializers.end() ? is_real(weight->type) : is_real_value(graph, input);
  });
  if (!is_one_of(kComparisons, decider.op_type) || !real) return std::nullopt;
  const std::string name = decider.outputs.front() + "/score";
  ValueInfo score = *info_of(graph, decider.outputs.front());
  score.name = name;
  score.type = ElementType::kFloat;
  Node difference{.name = name,
                  .op_type = "Sub",
                  .domain = {},
                  .inputs = decider.inputs,
                  .outputs = {name},
                  .attributes = {}};
  graph.nodes.push_back(std::move(difference));
  Decision decision{.kind = Decision::Kind::kThreshold};
  decision.score = output_of(graph, score);
  return decision;
}

}  // namespace

ScoredGraph with_scores(Graph canonical) {
  ScoredGraph scored{.graph = std::move(canonical), .outputs = 0, .decisions = {}};
  Graph& graph = scored.graph;
  scored.outputs = graph.outputs.size();
  for (std::size_t output = 0; output < scored.outputs; ++output) {
    if (is_real(graph.outputs[output].type)) continue;
    const Node* found = decider_of(graph, graph.outputs[output].name);
    if (found == nullptr) continue;
    const Node decider = *found;
    std::optional<Decision> decision = index_decision(graph, decider);
    if (!decision) decision = threshold_decision(graph, decider);
    if (!decision) decision = cut_decision(graph, decider);
    if (!decision) decision = steps_decision(decider);
    if (!decision) continue;
    decision->output = output;
    scored.decisions.push_back(*decision);
  }
  return scored;
}

}  // namespace bakeoff::model::reference
