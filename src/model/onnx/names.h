#pragma once

#include <string>
#include <unordered_set>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The names of a graph's values and nodes, to find new ones.
class Names {
 public:
  explicit Names(const Graph& graph);

  /// `wanted`, or with a number behind it where that is taken; it is taken from now on.
  [[nodiscard]] std::string fresh(const std::string& wanted);

 private:
  std::unordered_set<std::string> taken_;
};

/// How often each value is used, by nodes and as an output of the graph.
class Uses {
 public:
  explicit Uses(const Graph& graph);

  [[nodiscard]] bool any(const std::string& name) const { return used_.contains(name); }
  [[nodiscard]] bool only_one(const std::string& name) const { return used_.count(name) == 1; }

 private:
  std::unordered_multiset<std::string> used_;
};

}  // namespace bakeoff::model
