#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model::reference {

/// An integer or bool output that follows from scores by a decision: near a tie another answer is as right.
/// `score` is an output of the graph too (of kSteps there is none).
struct Decision {
  enum class Kind {
    kIndex,      ///< places along `axis` of the scores, in order of rank (ArgMax, ArgMin, TopK)
    kThreshold,  ///< whether the score is above, at or below 0 (comparisons)
    kCut,        ///< the score without its fraction (Cast)
    kSteps,      ///< a number of steps of a quantised network
  };
  Kind kind = Kind::kIndex;
  std::size_t output = 0;
  std::size_t score = 0;
  std::size_t axis = 0;
  bool operator==(const Decision&) const = default;
};

/// A canonical graph with the scores behind its integer outputs as outputs of their own, after those it had.
struct ScoredGraph {
  Graph graph;
  std::size_t outputs = 0;  ///< how many it had
  std::vector<Decision> decisions;
};

/// Finds outputs that are made by such operators, directly or by way of others that keep every element in its
/// place (Reshape, Cast of integers, Identity).
ScoredGraph with_scores(Graph canonical);

}  // namespace bakeoff::model::reference
