#include "model/lower/graphdef/images.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <string_view>

namespace bakeoff::model::graphdef {
namespace {

// Their first input is [items, channels, ...].
constexpr std::array<std::string_view, 12> kOfImages = {
    "AveragePool",   "BatchNormalization",    "Conv", "ConvTranspose", "DepthToSpace", "GlobalAveragePool",
    "GlobalMaxPool", "InstanceNormalization", "LRN",  "MaxPool",       "Resize",       "SpaceToDepth"};

// These give axes another meaning, or none.
constexpr std::array<std::string_view, 10> kEnds = {
    "Expand", "Flatten", "Gather", "GatherElements", "Gemm", "LayerNormalization",
    "MatMul", "Reshape", "TopK",   "Transpose"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::map<std::string, std::size_t> ranks_of(const Graph& graph) {
  std::map<std::string, std::size_t> ranks;
  for (const auto* list : {&graph.values, &graph.inputs, &graph.outputs}) {
    for (const ValueInfo& value : *list) ranks[value.name] = value.shape ? value.shape->size() : 0;
  }
  return ranks;
}

/// Whether a value that leads to an image has the rank of one.
bool has_rank_of_image(std::size_t rank) {
  return rank >= 3 && rank <= 5;
}

}  // namespace

std::set<std::string> image_inputs(const Graph& graph) {
  const std::map<std::string, std::size_t> ranks = ranks_of(graph);
  const auto rank_of = [&](const std::string& name) {
    const auto found = ranks.find(name);
    return found == ranks.end() ? std::size_t{0} : found->second;
  };
  // From the last node to the first, so that one pass is enough.
  std::set<std::string> images;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    if (node->inputs.empty() || node->outputs.empty()) continue;
    if (contains(kOfImages, node->op_type)) {
      if (has_rank_of_image(rank_of(node->inputs[0]))) images.insert(node->inputs[0]);
      continue;
    }
    if (contains(kEnds, node->op_type)) continue;
    const bool leads_to_one = std::any_of(node->outputs.begin(), node->outputs.end(),
                                          [&](const std::string& name) { return images.contains(name); });
    if (!leads_to_one) continue;
    for (const std::string& input : node->inputs) {
      if (rank_of(input) == rank_of(node->outputs[0])) images.insert(input);
    }
  }
  std::set<std::string> inputs;
  for (const ValueInfo& input : graph.inputs) {
    if (images.contains(input.name)) inputs.insert(input.name);
  }
  return inputs;
}

}  // namespace bakeoff::model::graphdef
