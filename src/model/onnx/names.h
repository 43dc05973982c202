#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The values of its graph that a node's subgraphs use.
std::vector<std::string_view> captures_of(const Node& node);

/// The names of a graph's values and nodes, to find new ones. What is hidden in subgraphs is not seen: a name
/// there may be the same and hide the new one, which harms nobody but a subgraph that wants to use it.
class Names {
 public:
  explicit Names(const Graph& graph);

  /// `wanted`, or with a number behind it where that is taken; it is taken from now on.
  [[nodiscard]] std::string fresh(const std::string& wanted);

 private:
  std::unordered_set<std::string> taken_;
};

/// How often each value is used, by nodes, in their subgraphs and as an output of the graph.
class Uses {
 public:
  explicit Uses(const Graph& graph);

  [[nodiscard]] bool any(const std::string& name) const { return used_.contains(name); }
  [[nodiscard]] bool only_one(const std::string& name) const { return used_.count(name) == 1; }

 private:
  std::unordered_multiset<std::string> used_;
};

}  // namespace bakeoff::model
