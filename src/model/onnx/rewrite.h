#pragma once

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// In place of a batch: the one that the file was made for.
inline constexpr int kOwnBatch = 0;

/// The batch that `asked` means for this graph: kOwnBatch is the length of the inputs' first axes, 1 where no
/// input says one. Errors: kUsage for a negative batch; kBadInput for inputs with unknown axes past the
/// first, naming input and axis; kUnsupported where inputs disagree about the batch and none has the one
/// asked for.
Result<int> batch_of(const Graph& graph, int asked);

/// The graph for `batch` items at once: the first axis of every input becomes `batch`, all shapes are
/// inferred anew, and constant Reshape targets that name the file's own batch ([1, 1000], [1, -1]) are
/// rewritten where the data's batch axis says that this is what they mean. Inputs without axes stay as they
/// are. What operators outside infer_shapes' table make is as the file declares it; such a graph takes
/// another batch than its own only if its first axis is dynamic. Errors: as batch_of; kUnsupported where the
/// graph does not work at another batch than its own (naming the node), where it would mix items, and where
/// an output does not grow with the batch.
Result<Graph> with_batch(Graph graph, int batch);

}  // namespace bakeoff::model
