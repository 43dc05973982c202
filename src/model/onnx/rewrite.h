#pragma once

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The graph for `batch` items at once: the first axis of every input becomes `batch`, all shapes are
/// inferred anew, and constant Reshape targets that name the file's own batch ([1, 1000], [1, -1]) are
/// rewritten where the data's batch axis says that this is what they mean. Inputs without axes stay as they
/// are. A graph that has this batch already and uses operators outside infer_shapes' table comes back as it
/// is. Errors: kUsage for batch < 1; kBadInput for inputs with further unknown axes, naming input and axis;
/// kUnsupported where inputs disagree about their batch, where the graph does not work at another batch than
/// its own (naming the node), where it would mix items, and where an output does not grow with the batch.
Result<Graph> with_batch(Graph graph, int batch);

}  // namespace bakeoff::model
