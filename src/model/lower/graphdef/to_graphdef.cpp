#include "model/lower/graphdef/to_graphdef.h"

#include <cstdint>

#include "model/lower/graphdef/images.h"
#include "model/lower/graphdef/lowering.h"
#include "model/lower/graphdef/operators.h"
#include "model/onnx/counts.h"
#include "model/onnx/node_reader.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

/// protobuf's own limit on one message.
constexpr std::uint64_t kFileLimit = (std::uint64_t{1} << 31) - 1;

tl::unexpected<Error> too_large(std::uint64_t bytes) {
  return fail(ErrorKind::kUnsupported,
              "the model comes to " + std::to_string(bytes) +
                  " bytes; a TensorFlow graph (GraphDef) cannot hold 2 GiB or more",
              "", "race it on runtimes that read ONNX, or in a precision of fewer bytes");
}

Result<void> lower(graphdef::Lowering& to, const Node& node) {
  const auto found = graphdef::operators().find(node.op_type);
  if (!node.domain.empty() || found == graphdef::operators().end()) {
    const std::string domain = node.domain.empty() ? "" : node.domain + ".";
    return fail(ErrorKind::kUnsupported,
                "operator " + in_quotes(domain + node.op_type) + " is not lowered to TensorFlow", "",
                "docs/operators/graphdef.md lists those that are");
  }
  to.scope(node.outputs.front());
  Result<graphdef::Values> values = found->second.lower(graphdef::Call(to, node));
  if (!values) return tl::unexpected(values.error());
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    if (!node.outputs[i].empty()) to.define(node.outputs[i], std::move((*values)[i]));
  }
  return {};
}

}  // namespace

Result<Lowered> to_graphdef(const Graph& canonical) {
  if (const std::uint64_t bytes = weight_bytes(canonical); bytes > kFileLimit) return too_large(bytes);
  graphdef::Lowering to(canonical);
  Lowered lowered;
  const std::set<std::string> images = graphdef::image_inputs(canonical);
  for (const ValueInfo& input : canonical.inputs) {
    const std::size_t rank = to.dims_of(input.name).size();
    lowered.inputs.push_back(to.input(
        input, images.contains(input.name) ? graphdef::channels_last(rank) : graphdef::natural_order(rank)));
  }
  for (std::size_t i = 0; i < canonical.nodes.size(); ++i) {
    const Node& node = canonical.nodes[i];
    const Result<void> done = at_place(place_of(node, i), [&] { return lower(to, node); });
    if (!done) return tl::unexpected(done.error());
  }
  for (const ValueInfo& output : canonical.outputs) lowered.outputs.push_back(to.output(output));
  lowered.bytes = to.take();
  if (lowered.bytes.size() > kFileLimit) return too_large(lowered.bytes.size());
  return lowered;
}

std::vector<std::pair<std::string, std::string>> graphdef_operators() {
  std::vector<std::pair<std::string, std::string>> list;
  for (const auto& [name, op] : graphdef::operators()) list.emplace_back(name, op.limits);
  return list;
}

}  // namespace bakeoff::model
