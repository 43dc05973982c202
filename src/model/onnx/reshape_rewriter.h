#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "model/onnx/batch_axis.h"
#include "model/onnx/graph.h"
#include "model/onnx/names.h"
#include "model/onnx/shapes/inference.h"

namespace bakeoff::model {

/// Adapts the Reshape nodes of a graph to another batch, node by node, between an inference at the file's own
/// batch (`before`) and one at the batch asked for (`after`).
class ReshapeRewriter {
 public:
  /// `graph` must outlive this.
  ReshapeRewriter(Graph& graph, BatchChange change);

  /// Before node `index` is added to `after`: if it is a Reshape whose target stayed the same although its
  /// data grew, and an entry of the target is the batch, that entry becomes the new batch (in a new constant,
  /// which `after` then knows).
  Result<void> adapt(std::size_t index, const shapes::Inference& before, shapes::Inference& after);

  /// After it was added: kUnsupported if a Reshape or Flatten would mix elements of different
  /// items.
  Result<void> check(std::size_t index, const shapes::Inference& before,
                     const shapes::Inference& after) const;

  /// Removes the constants that the rewritten nodes used and that nothing uses any more.
  void drop_unused();

 private:
  Result<void> replace_target(Node& node, std::vector<std::int64_t> target, shapes::Inference& after);

  Graph& graph_;
  BatchChange change_;
  Names names_;
  std::unordered_set<std::string> replaced_;
};

}  // namespace bakeoff::model
