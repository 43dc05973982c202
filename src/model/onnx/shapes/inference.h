#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>

#include "base/error.h"
#include "model/onnx/graph.h"
#include "model/onnx/shapes/known.h"

namespace bakeoff::model::shapes {

/// Walks a graph in order and knows the type, shape and (for small tensors) the elements of every value seen.
class Inference {
 public:
  /// Knows the graph's inputs and initializers. Errors: kBadInput for impossible shapes.
  static Result<Inference> start(const Graph& graph);

  /// Adds a node, all of whose inputs are known. Errors: as shapes.h, with the node as the place.
  Result<void> add(const Node& node, std::size_t index);

  /// The same, but what bakeoff does not know of the outputs is as the file `declared` it (nullptr: not at
  /// all), or stays unknown.
  using Declared = std::function<const ValueInfo*(const std::string&)>;
  Result<void> add_as_far_as_known(const Node& node, std::size_t index, const Declared& declared);

  /// Adds or replaces a constant.
  Result<void> add_constant(const Tensor& tensor);

  /// nullptr for a value that was not seen yet.
  [[nodiscard]] const Known* find(const std::string& name) const;

 private:
  explicit Inference(std::int64_t opset) : opset_(opset) {}
  Result<void> remember(const std::string& name, Known known);

  std::int64_t opset_;
  std::unordered_map<std::string, Known> known_;
};

}  // namespace bakeoff::model::shapes
