#include "model/onnx/order.h"

#include <functional>
#include <queue>
#include <string_view>
#include <unordered_map>

#include "model/onnx/names.h"
#include "model/onnx/node_reader.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

constexpr std::size_t kFromOutside = static_cast<std::size_t>(-1);

/// Which node makes a value; kFromOutside for inputs and initializers.
using Origins = std::unordered_map<std::string_view, std::size_t>;

Result<Origins> find_origins(const Graph& graph) {
  Origins origins;
  for (const ValueInfo& input : graph.inputs) {
    if (!origins.emplace(input.name, kFromOutside).second) {
      return fail(ErrorKind::kBadInput, "the input " + in_quotes(input.name) + " is there twice");
    }
  }
  for (const Tensor& tensor : graph.initializers) {
    if (!origins.emplace(tensor.name, kFromOutside).second) {
      return fail(ErrorKind::kBadInput, "the initializer " + in_quotes(tensor.name) + " is there twice");
    }
  }
  for (const OpaqueTensor& tensor : graph.opaque_initializers) {
    if (!origins.emplace(tensor.name, kFromOutside).second) {
      return fail(ErrorKind::kBadInput, "the initializer " + in_quotes(tensor.name) + " is there twice");
    }
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const std::string& output : graph.nodes[i].outputs) {
      if (!output.empty() && !origins.emplace(output, i).second) {
        return fail(ErrorKind::kBadInput, "makes " + in_quotes(output) + ", which already has an origin",
                    place_of(graph.nodes[i], i));
      }
    }
  }
  return origins;
}

/// What must be there before the node can run.
std::vector<std::string_view> needs_of(const Node& node) {
  std::vector<std::string_view> needs = captures_of(node);
  for (const std::string& input : node.inputs) {
    if (!input.empty()) needs.emplace_back(input);
  }
  return needs;
}

/// Calls `visit(user, maker)` for each input that another node makes. Fails for an input without an origin.
Result<void> for_each_edge(const Graph& graph, const Origins& origins,
                           const std::function<void(std::size_t, std::size_t)>& visit) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const std::string_view input : needs_of(graph.nodes[i])) {
      const auto origin = origins.find(input);
      if (origin == origins.end()) {
        return fail(ErrorKind::kBadInput, "uses " + in_quotes(input) + ", which nothing makes",
                    place_of(graph.nodes[i], i));
      }
      if (origin->second != kFromOutside) visit(i, origin->second);
    }
  }
  return {};
}

/// Kahn's algorithm, the first ready node of the file first. Shorter than the graph if it has a cycle.
std::vector<std::size_t> topological_order(const std::vector<std::vector<std::size_t>>& users,
                                           std::vector<std::size_t>& missing) {
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    if (missing[i] == 0) ready.push(i);
  }
  std::vector<std::size_t> order;
  order.reserve(missing.size());
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    order.push_back(next);
    for (const std::size_t user : users[next]) {
      if (--missing[user] == 0) ready.push(user);
    }
  }
  return order;
}

/// A node on a cycle: from a node that never became ready, go back to makers that did not either until one
/// comes up again.
std::size_t find_on_cycle(const Graph& graph, const Origins& origins,
                          const std::vector<std::size_t>& missing) {
  std::size_t node = 0;
  while (missing[node] == 0) ++node;
  std::vector<char> seen(missing.size(), 0);
  while (seen[node] == 0) {
    seen[node] = 1;
    for (const std::string_view input : needs_of(graph.nodes[node])) {
      const auto origin = origins.find(input);
      if (origin == origins.end() || origin->second == kFromOutside || missing[origin->second] == 0) continue;
      node = origin->second;
      break;
    }
  }
  return node;
}

Result<void> sort(Graph& graph, const Origins& origins) {
  std::vector<std::vector<std::size_t>> users(graph.nodes.size());
  std::vector<std::size_t> missing(graph.nodes.size(), 0);
  Result<void> connected = for_each_edge(graph, origins, [&](std::size_t user, std::size_t maker) {
    users[maker].push_back(user);
    ++missing[user];
  });
  if (!connected) return connected;
  const std::vector<std::size_t> order = topological_order(users, missing);
  if (order.size() < graph.nodes.size()) {
    const std::size_t node = find_on_cycle(graph, origins, missing);
    return fail(ErrorKind::kBadInput, "lies on a cycle", place_of(graph.nodes[node], node));
  }
  std::vector<Node> sorted;
  sorted.reserve(order.size());
  for (const std::size_t i : order) sorted.push_back(std::move(graph.nodes[i]));
  graph.nodes = std::move(sorted);
  return {};
}

}  // namespace

Result<void> check_and_sort(Graph& graph) {
  Result<Origins> origins = find_origins(graph);
  if (!origins) return tl::unexpected(origins.error());
  for (const ValueInfo& output : graph.outputs) {
    if (!origins->contains(output.name)) {
      return fail(ErrorKind::kBadInput, "nothing makes the output " + in_quotes(output.name));
    }
  }
  bool in_order = true;
  Result<void> connected = for_each_edge(
      graph, *origins, [&](std::size_t user, std::size_t maker) { in_order = in_order && maker < user; });
  if (!connected || in_order) return connected;
  return sort(graph, *origins);
}

}  // namespace bakeoff::model
