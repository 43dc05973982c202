#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/onnx/graph.h"
#include "model/onnx/names.h"

namespace bakeoff::model::dialect {

/// Bytes of constants that may be computed beyond as many as the file itself holds. A file of a few hundred
/// bytes could otherwise ask for terabytes.
inline constexpr std::int64_t kMostNewBytes = std::int64_t{1} << 30;

/// Collects the nodes and constants of the canonical graph in order. Names are those of the original graph;
/// values that turned out to be others (behind Identity, say) are resolved on the way.
class Builder {
 public:
  /// Takes the graph's initializers.
  explicit Builder(Graph& graph);

  /// What `name` really is.
  [[nodiscard]] const std::string& resolved(const std::string& name) const;

  /// nullptr if the value is not constant. Stays valid.
  [[nodiscard]] const Tensor* constant(const std::string& name) const;

  /// A name that nothing in the graph has.
  std::string fresh_name(const std::string& wanted) { return names_.fresh(wanted); }

  /// Takes `bytes` from what constants may still need; takes nothing and says false if there is not enough
  /// left.
  [[nodiscard]] bool claim(std::int64_t bytes);

  /// From here on `name` is another name for `of`.
  void add_alias(const std::string& name, const std::string& of);
  void add_constant(Tensor tensor);
  /// `values` are the node's named outputs.
  void add_node(Node node, std::vector<ValueInfo> values);

  /// Puts nodes, constants and values into the graph, with its outputs under their own names, and without
  /// what nothing uses.
  void finish(Graph& graph) &&;

 private:
  using Renamed = std::unordered_map<std::string, std::string>;
  void name_outputs(const Graph& graph);
  void rename(const Renamed& renamed);

  std::int64_t bytes_left_;
  std::deque<Tensor> constants_;
  std::unordered_map<std::string, Tensor*> constant_by_name_;
  std::unordered_map<std::string, std::string> aliases_;
  Names names_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string, ValueInfo> values_;
};

}  // namespace bakeoff::model::dialect
