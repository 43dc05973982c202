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

/// What a file says of its batch.
struct FileBatch {
  std::int64_t size = 1;  ///< a dynamic batch can always be looked at with 1
  bool stated = false;
  std::vector<const ValueInfo*> otherwise;  ///< inputs that say something else
};

/// "--shape x=1x3x?x?".
std::string shape_option(const ValueInfo& input) {
  std::string option = "--shape " + input.name + "=";
  if (!input.shape) return option + "1x3x224x224, for example";
  for (std::size_t i = 0; i < input.shape->size(); ++i) {
    const Dim& axis = (*input.shape)[i];
    if (i > 0) option += "x";
    option += axis.value ? std::to_string(*axis.value) : i == 0 ? "1" : "?";
  }
  return option + " with a number for each ?";
}

Result<void> check_fixed(const ValueInfo& input) {
  const std::string place = "input " + in_quotes(input.name);
  const std::string remedy = "say how long it is: " + shape_option(input);
  if (!input.shape) return fail(ErrorKind::kBadInput, "has no shape", place, remedy);
  for (std::size_t i = 1; i < input.shape->size(); ++i) {
    const Dim& axis = (*input.shape)[i];
    if (axis.value) continue;
    const std::string name = axis.name.empty() ? "" : " (" + in_quotes(axis.name) + ")";
    return fail(ErrorKind::kBadInput, "axis " + std::to_string(i) + name + " has no fixed length", place,
                remedy);
  }
  return {};
}

Result<FileBatch> file_batch(const Graph& graph) {
  FileBatch batch;
  for (const ValueInfo& input : graph.inputs) {
    const Result<void> fixed = check_fixed(input);
    if (!fixed) return tl::unexpected(fixed.error());
    if (input.shape->empty() || !input.shape->front().value) continue;
    const std::int64_t length = *input.shape->front().value;
    if (length < 1) return fail(ErrorKind::kBadInput, "has a batch of 0", "input " + in_quotes(input.name));
    if (batch.stated && length != batch.size) batch.otherwise.push_back(&input);
    if (!batch.stated) batch.size = length;
    batch.stated = true;
  }
  return batch;
}

tl::unexpected<Error> disagreement(const FileBatch& own) {
  const ValueInfo& other = *own.otherwise.front();
  return fail(ErrorKind::kUnsupported,
              "the inputs disagree about the batch: " + std::to_string(own.size) + " and " +
                  std::to_string(*other.shape->front().value) + " (" + in_quotes(other.name) + ")",
              "", "race it as it is: --batch " + std::to_string(own.size));
}

bool has_input_of(const FileBatch& own, std::int64_t batch) {
  return own.size == batch ||
         std::any_of(own.otherwise.begin(), own.otherwise.end(),
                     [batch](const ValueInfo* input) { return input->shape->front().value == batch; });
}

void set_batch(Graph& graph, std::int64_t batch) {
  for (ValueInfo& input : graph.inputs) {
    if (!input.shape->empty()) input.shape->front() = Dim{.value = batch, .name = {}};
  }
}

/// True if an input's first axis had no length until now.
bool fill_batch(Graph& graph, std::int64_t batch) {
  bool filled = false;
  for (ValueInfo& input : graph.inputs) {
    if (input.shape->empty() || input.shape->front().value) continue;
    input.shape->front() = Dim{.value = batch, .name = {}};
    filled = true;
  }
  return filled;
}

void forget_shapes(Graph& graph) {
  graph.values.clear();
  for (ValueInfo& output : graph.outputs) output.shape.reset();
}

std::string own_batch_remedy(BatchChange change) {
  return "export the model with a dynamic first axis, or race it at its own batch: --batch " +
         std::to_string(change.from);
}

/// A failure at another batch than the file's own is the graph's limit, not the user's mistake.
Error at_other_batch(Error error, BatchChange change) {
  if (error.kind == ErrorKind::kBadInput) {
    error.kind = ErrorKind::kUnsupported;
    error.what = "does not work with batch " + std::to_string(change.to) + ": " + error.what;
  }
  if (error.hint.empty()) error.hint = own_batch_remedy(change);
  return error;
}

/// Whether operators that bakeoff does not know may be in the graph: whoever left the batch open in the file
/// has promised that every batch works.
enum class Unknown { kRefused, kAllowed };

Result<void> check_output(const ValueInfo& output, const Known* before, const Known* after,
                          BatchChange change, Unknown unknown) {
  const auto dims_of = [](const Known* known) {
    return known != nullptr && known->shape ? to_dims(*known->shape) : std::nullopt;
  };
  const auto dims_before = dims_of(before);
  const auto dims_after = dims_of(after);
  const std::string place = "output " + in_quotes(output.name);
  if ((!dims_before || !dims_after) && unknown == Unknown::kAllowed) return {};
  if (!dims_before || !dims_after) {
    return fail(ErrorKind::kUnsupported, "its shape cannot be told before running the model", place,
                own_batch_remedy(change));
  }
  if (batch_axis(*dims_before, *dims_after, change) != std::optional<std::size_t>(0)) {
    return fail(ErrorKind::kUnsupported,
                "its shape is " + to_string(*dims_before) + " with batch " + std::to_string(change.from) +
                    " and " + to_string(*dims_after) + " with batch " + std::to_string(change.to) +
                    "; the first axis must grow with the batch",
                place, own_batch_remedy(change));
  }
  return {};
}

/// Walks the graph at both batches side by side, adapting Reshape targets on the way.
Result<Graph> rebatch(Graph graph, BatchChange change, Unknown unknown) {
  // The nodes alone are kept as they were: a copy of the weights could be more than fits in memory.
  const std::vector<Node> nodes = graph.nodes;
  set_batch(graph, change.from);
  forget_shapes(graph);
  Result<Inference> before = Inference::start(graph);
  if (!before) return tl::unexpected(before.error());
  set_batch(graph, change.to);
  Result<Inference> after = Inference::start(graph);
  if (!after) return tl::unexpected(after.error());
  const auto add = [unknown](Inference& inference, const Node& node, std::size_t index) {
    const auto undeclared = [](const std::string&) { return nullptr; };
    return unknown == Unknown::kAllowed ? inference.add_as_far_as_known(node, index, undeclared)
                                        : inference.add(node, index);
  };
  ReshapeRewriter rewriter(graph, change);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Result<void> added = add(*before, nodes[i], i);
    if (!added) return tl::unexpected(at_other_batch(added.error(), change));
    Result<void> adapted = rewriter.adapt(i, *before, *after);
    if (adapted) adapted = add(*after, graph.nodes[i], i);
    if (adapted) adapted = rewriter.check(i, *before, *after);
    if (!adapted) return tl::unexpected(at_other_batch(adapted.error(), change));
  }
  for (const ValueInfo& output : graph.outputs) {
    const Result<void> checked =
        check_output(output, before->find(output.name), after->find(output.name), change, unknown);
    if (!checked) return tl::unexpected(checked.error());
  }
  rewriter.drop_unused();
  shapes::conclude(*after, graph);
  return graph;
}

}  // namespace

Result<int> batch_of(const Graph& graph, int asked) {
  if (asked < 0) return fail(ErrorKind::kUsage, "a batch of " + std::to_string(asked));
  const Result<FileBatch> own = file_batch(graph);
  if (!own) return tl::unexpected(own.error());
  if (asked == kOwnBatch) return static_cast<int>(std::min<std::int64_t>(own->size, shapes::kLongestAxis));
  if (!own->otherwise.empty() && !has_input_of(*own, asked)) return disagreement(*own);
  return asked;
}

Result<Graph> with_batch(Graph graph, int batch) {
  const Result<int> wanted = batch_of(graph, batch);
  if (!wanted) return tl::unexpected(wanted.error());
  const Result<FileBatch> own = file_batch(graph);
  if (!own) return tl::unexpected(own.error());
  if (!has_input_of(*own, *wanted)) {
    return rebatch(std::move(graph), BatchChange{.from = own->size, .to = *wanted},
                   own->stated ? Unknown::kRefused : Unknown::kAllowed);
  }
  if (fill_batch(graph, *wanted)) forget_shapes(graph);
  return infer_known_shapes(std::move(graph));
}

}  // namespace bakeoff::model
