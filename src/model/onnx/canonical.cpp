#include "model/onnx/canonical.h"

#include "model/onnx/canonical/builder.h"
#include "model/onnx/canonical/prune.h"
#include "model/onnx/canonical/rules.h"
#include "model/onnx/counts.h"
#include "model/onnx/node_reader.h"
#include "model/onnx/shapes/conclude.h"
#include "model/onnx/shapes/inference.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using dialect::Builder;
using shapes::Inference;
using shapes::Known;

constexpr std::int64_t kOldestOpset = 7;
constexpr std::int64_t kCanonicalOpset = 17;

/// More than any machine that races takes for one tensor; past it only damaged files ask for memory.
constexpr std::int64_t kLargestValue = std::int64_t{1} << 36;

Result<void> check_inputs(const Graph& graph) {
  if (graph.opset < kOldestOpset) {
    return fail(ErrorKind::kUnsupported, "the model is of opset " + std::to_string(graph.opset), {},
                "export it with opset " + std::to_string(kOldestOpset) + " or later");
  }
  for (const ValueInfo& input : graph.inputs) {
    if (input.shape && to_dims(*input.shape)) continue;
    return fail(ErrorKind::kBadInput, "its shape is not fixed", "input " + in_quotes(input.name),
                "give every axis a length");
  }
  return {};
}

/// Split's outputs count even where nothing reads them.
void name_parts(Graph& graph, Builder& builder) {
  for (Node& node : graph.nodes) {
    if (node.op_type != "Split") continue;
    for (std::string& output : node.outputs) {
      if (output.empty()) output = builder.fresh_name(node.op_type + "_part");
    }
  }
}

bool holds_numbers(const Known& known) {
  return known.type != ElementType::kString && known.type != ElementType::kUndefined;
}

/// Strings, sparse tensors and the like are carried by the reader but no business of the dialect.
Result<void> check_operands(const Node& node, const Inference& inference) {
  for (const std::string& name : node.inputs) {
    if (name.empty()) continue;
    const Known& known = *inference.find(name);
    if (!holds_numbers(known) || !known.shape) {
      return dialect::unsupported("uses " + in_quotes(name) + ", which holds no numbers");
    }
  }
  return {};
}

/// Everything must be known beforehand, and possible.
Result<void> check_outputs(const Node& node, const Inference& inference) {
  for (const std::string& name : node.outputs) {
    if (name.empty()) continue;
    const Known& known = *inference.find(name);
    const std::optional<std::vector<std::int64_t>> dims = known.shape ? to_dims(*known.shape) : std::nullopt;
    if (!dims) {
      return dialect::unsupported("the shape of " + in_quotes(name) + " depends on data");
    }
    if (!holds_numbers(known)) return dialect::unsupported(in_quotes(name) + " holds no numbers");
    const std::optional<std::int64_t> bytes = byte_count(known.type, *dims);
    if (!bytes || *bytes > kLargestValue) {
      return dialect::unsupported("makes " + in_quotes(name) + " of shape " + to_string(*dims) +
                                  ", which is too large");
    }
  }
  return {};
}

/// Adds the outputs as constants if inference knows all their elements.
bool became_constants(const Node& node, const Inference& inference, Builder& builder) {
  std::vector<Tensor> constants;
  for (const std::string& name : node.outputs) {
    std::optional<Tensor> tensor =
        name.empty() ? std::nullopt : dialect::tensor_of(name, *inference.find(name));
    if (!tensor) return false;
    constants.push_back(std::move(*tensor));
  }
  for (Tensor& constant : constants) builder.add_constant(std::move(constant));
  return true;
}

Result<void> rewrite(const Node& node, const Inference& inference, std::int64_t opset, Builder& builder) {
  Result<void> checked = check_operands(node, inference);
  if (checked) checked = check_outputs(node, inference);
  if (!checked) return checked;
  if (became_constants(node, inference, builder)) return {};
  const auto rule = dialect::rules().find(node.op_type);
  if (rule == dialect::rules().end()) return dialect::unsupported("the operator is not known to bakeoff");
  Result<dialect::Attributes> attributes = dialect::filled_in(node, rule->second.defaults);
  if (!attributes) return tl::unexpected(attributes.error());
  std::vector<const Known*> inputs;
  for (const std::string& name : node.inputs) inputs.push_back(name.empty() ? nullptr : inference.find(name));
  const shapes::Call call(node, opset, std::move(inputs));
  dialect::Site site(node, call, inference, std::move(*attributes), builder);
  return rule->second.apply(site);
}

}  // namespace

Result<Graph> canonical(Graph graph) {
  const Result<void> checked = check_inputs(graph);
  if (!checked) return tl::unexpected(checked.error());
  dialect::prune(graph);
  Result<Inference> inference = Inference::start(graph);
  if (!inference) return tl::unexpected(inference.error());
  Builder builder(graph);
  name_parts(graph, builder);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    Result<void> done = inference->add(node, i);
    if (done) {
      done = at_place(place_of(node, i), [&] { return rewrite(node, *inference, graph.opset, builder); });
    }
    if (!done) return tl::unexpected(done.error());
  }
  shapes::conclude(*inference, graph);
  for (const ValueInfo& output : graph.outputs) {
    if (output.type == ElementType::kUndefined || output.type == ElementType::kString) {
      return fail(ErrorKind::kUnsupported, "holds no numbers", "output " + in_quotes(output.name));
    }
  }
  std::move(builder).finish(graph);
  graph.opset = kCanonicalOpset;
  graph.other_opsets.clear();
  graph.overridable.clear();
  graph.opaque_initializers.clear();
  graph.functions.clear();
  return graph;
}

}  // namespace bakeoff::model
