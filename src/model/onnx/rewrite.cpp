#include "model/onnx/rewrite.h"

#include <algorithm>
#include <unordered_set>

#include "model/onnx/batch_axis.h"
#include "model/onnx/counts.h"
#include "model/onnx/node_reader.h"
#include "model/onnx/reshape_rewriter.h"
#include "model/onnx/shapes.h"
#include "model/onnx/shapes/conclude.h"
#include "model/onnx/shapes/inference.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using shapes::Inference;
using shapes::Known;

constexpr const char* kFixedShapes =
    "this build takes fixed shapes only: export the model with a fixed length for every axis but the first";
constexpr const char* kDynamicBatch =
    "export the model with a dynamic first axis, or race it at its own batch";

Result<void> check_fixed(const ValueInfo& input) {
  const std::string place = "input " + in_quotes(input.name);
  if (!input.shape) return fail(ErrorKind::kBadInput, "has no shape", place, kFixedShapes);
  for (std::size_t i = 1; i < input.shape->size(); ++i) {
    const Dim& axis = (*input.shape)[i];
    if (axis.value) continue;
    const std::string name = axis.name.empty() ? "" : " (" + in_quotes(axis.name) + ")";
    return fail(ErrorKind::kBadInput, "axis " + std::to_string(i) + name + " has no fixed length", place,
                kFixedShapes);
  }
  return {};
}

/// The batch that the file was made for: what all inputs say that say anything; else 1, at which a model with
/// a dynamic batch can always be looked at.
Result<std::int64_t> own_batch(const Graph& graph) {
  const ValueInfo* first = nullptr;
  for (const ValueInfo& input : graph.inputs) {
    const Result<void> fixed = check_fixed(input);
    if (!fixed) return tl::unexpected(fixed.error());
    if (input.shape->empty() || !input.shape->front().value) continue;
    if (first != nullptr && first->shape->front().value != input.shape->front().value) {
      return fail(ErrorKind::kUnsupported, "the inputs " + in_quotes(first->name) + " " +
                                               to_string(*first->shape) + " and " + in_quotes(input.name) +
                                               " " + to_string(*input.shape) + " disagree about the batch");
    }
    first = &input;
  }
  const std::int64_t batch = first == nullptr ? 1 : *first->shape->front().value;
  if (batch < 1) return fail(ErrorKind::kBadInput, "has a batch of 0", "input " + in_quotes(first->name));
  return batch;
}

bool has_batch(const Graph& graph, std::int64_t batch) {
  return std::all_of(graph.inputs.begin(), graph.inputs.end(), [batch](const ValueInfo& input) {
    return input.shape->empty() || input.shape->front().value == batch;
  });
}

void set_batch(Graph& graph, std::int64_t batch) {
  for (ValueInfo& input : graph.inputs) {
    if (!input.shape->empty()) input.shape->front() = Dim{.value = batch, .name = {}};
  }
}

void forget_shapes(Graph& graph) {
  graph.values.clear();
  for (ValueInfo& output : graph.outputs) output.shape.reset();
}

/// A failure at another batch than the file's own is the graph's limit, not the user's mistake.
Error at_other_batch(Error error, std::int64_t batch) {
  if (error.kind == ErrorKind::kBadInput) {
    error.kind = ErrorKind::kUnsupported;
    error.what = "does not work with batch " + std::to_string(batch) + ": " + error.what;
    error.hint = kDynamicBatch;
  }
  return error;
}

Result<void> check_output(const ValueInfo& output, const Known* before, const Known* after,
                          BatchChange change) {
  const auto dims_of = [](const Known* known) {
    return known != nullptr && known->shape ? to_dims(*known->shape) : std::nullopt;
  };
  const auto dims_before = dims_of(before);
  const auto dims_after = dims_of(after);
  const std::string place = "output " + in_quotes(output.name);
  if (!dims_before || !dims_after) {
    return fail(ErrorKind::kUnsupported, "its shape cannot be told before running the model", place,
                kDynamicBatch);
  }
  if (batch_axis(*dims_before, *dims_after, change) != std::optional<std::size_t>(0)) {
    return fail(ErrorKind::kUnsupported,
                "its shape is " + to_string(*dims_before) + " with batch " + std::to_string(change.from) +
                    " and " + to_string(*dims_after) + " with batch " + std::to_string(change.to) +
                    "; the first axis must grow with the batch",
                place, kDynamicBatch);
  }
  return {};
}

/// Walks the graph at both batches side by side, adapting Reshape targets on the way.
Result<Graph> rebatch(Graph graph, BatchChange change) {
  set_batch(graph, change.from);
  forget_shapes(graph);
  Result<Inference> before = Inference::start(graph);
  if (!before) return tl::unexpected(before.error());
  Graph changed = graph;
  set_batch(changed, change.to);
  Result<Inference> after = Inference::start(changed);
  if (!after) return tl::unexpected(after.error());
  ReshapeRewriter rewriter(changed, change);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Result<void> added = before->add(graph.nodes[i], i);
    if (!added) return tl::unexpected(added.error());
    Result<void> adapted = rewriter.adapt(i, *before, *after);
    if (adapted) adapted = after->add(changed.nodes[i], i);
    if (adapted) adapted = rewriter.check(i, *before, *after);
    if (!adapted) return tl::unexpected(at_other_batch(adapted.error(), change.to));
  }
  for (const ValueInfo& output : changed.outputs) {
    const Result<void> checked =
        check_output(output, before->find(output.name), after->find(output.name), change);
    if (!checked) return tl::unexpected(checked.error());
  }
  rewriter.drop_unused();
  shapes::conclude(*after, changed);
  return changed;
}

}  // namespace

Result<Graph> with_batch(Graph graph, int batch) {
  if (batch < 1) return fail(ErrorKind::kUsage, "a batch of " + std::to_string(batch));
  const Result<std::int64_t> own = own_batch(graph);
  if (!own) return tl::unexpected(own.error());
  if (*own != batch) return rebatch(std::move(graph), BatchChange{.from = *own, .to = batch});
  if (!has_batch(graph, batch)) {
    set_batch(graph, batch);
    forget_shapes(graph);
    return infer_shapes(std::move(graph));
  }
  Result<Graph> inferred = infer_shapes(graph);
  if (!inferred && inferred.error().kind == ErrorKind::kUnsupported) return graph;
  return inferred;
}

}  // namespace bakeoff::model
