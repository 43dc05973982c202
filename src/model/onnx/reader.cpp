#include "model/onnx/reader.h"

#include <algorithm>
#include <unordered_set>

#include "model/onnx/external_data.h"
#include "model/onnx/node_reader.h"
#include "model/onnx/opaque_reader.h"
#include "model/onnx/order.h"
#include "model/onnx/proto.h"
#include "model/onnx/tensor_reader.h"
#include "model/onnx/value_reader.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using proto::GraphField;
using protozero::pbf_reader;

/// What protobuf itself can read.
constexpr std::uintmax_t kFileLimit = std::uintmax_t{1} << 31;

/// The first IR version whose initializers need not be inputs.
constexpr std::int64_t kFirstCleanIrVersion = 4;

Result<void> append_value(pbf_reader message, const char* what, std::vector<ValueInfo>& values) {
  return at_place(std::string(what) + " " + std::to_string(values.size()), [&]() -> Result<void> {
    Result<ValueInfo> value = parse_value_info(message);
    if (!value) return tl::unexpected(value.error());
    values.push_back(std::move(*value));
    return {};
  });
}

Result<void> append_opaque(Result<OpaqueTensor> tensor, Graph& graph) {
  if (!tensor) return tl::unexpected(tensor.error());
  graph.opaque_initializers.push_back(std::move(*tensor));
  return {};
}

Result<void> append_initializer(pbf_reader message, Graph& graph, ExternalData& external) {
  const std::size_t index = graph.initializers.size() + graph.opaque_initializers.size();
  return at_place("initializer " + std::to_string(index), [&]() -> Result<void> {
    Result<Tensor> tensor = parse_tensor(message, external);
    if (!tensor && tensor.error().kind == ErrorKind::kUnsupported && has_its_data(message)) {
      return append_opaque(parse_opaque_tensor(message), graph);
    }
    if (!tensor) return tl::unexpected(tensor.error());
    if (tensor->name.empty()) return fail(ErrorKind::kBadInput, "an initializer has no name");
    graph.initializers.push_back(std::move(*tensor));
    return {};
  });
}

Result<void> append_sparse(pbf_reader message, Graph& graph) {
  return at_place("sparse initializer", [&] { return append_opaque(parse_sparse_tensor(message), graph); });
}

Result<void> append_function(pbf_reader message, Graph& graph) {
  return at_place("function " + std::to_string(graph.functions.size()), [&]() -> Result<void> {
    Result<std::string> function = parse_function(message);
    if (!function) return tl::unexpected(function.error());
    graph.functions.push_back(std::move(*function));
    return {};
  });
}

Result<void> append_node(pbf_reader message, Graph& graph, ExternalData& external) {
  Result<Node> node = parse_node(message, graph.nodes.size(), external);
  if (!node) return tl::unexpected(node.error());
  graph.nodes.push_back(std::move(*node));
  return {};
}

/// Types of intermediate values only help; those that bakeoff cannot say are left out.
Result<void> append_known_value(pbf_reader message, Graph& graph) {
  Result<void> appended = append_value(message, "value_info", graph.values);
  if (!appended && appended.error().kind == ErrorKind::kUnsupported) return {};
  return appended;
}

Result<void> parse_graph_field(pbf_reader& message, Graph& graph, ExternalData& external) {
  switch (message.tag_and_type()) {
    case bytes(GraphField::kNode):
      return append_node(message.get_message(), graph, external);
    case bytes(GraphField::kName):
      graph.name = text(message);
      return {};
    case bytes(GraphField::kInitializer):
      return append_initializer(message.get_message(), graph, external);
    case bytes(GraphField::kInput):
      return append_value(message.get_message(), "input", graph.inputs);
    case bytes(GraphField::kOutput):
      return append_value(message.get_message(), "output", graph.outputs);
    case bytes(GraphField::kValueInfo):
      return append_known_value(message.get_message(), graph);
    case bytes(GraphField::kSparseInitializer):
      return append_sparse(message.get_message(), graph);
    default:
      message.skip();
      return {};
  }
}

Result<void> parse_graph(pbf_reader message, Graph& graph, ExternalData& external) {
  while (message.next()) {
    Result<void> parsed = parse_graph_field(message, graph, external);
    if (!parsed) return parsed;
  }
  return {};
}

Result<void> parse_opset(pbf_reader message, Graph& graph, bool& standard_seen) {
  std::string domain;
  std::int64_t version = 0;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes(proto::OperatorSetId::kDomain):
        domain = text(message);
        break;
      case varint(proto::OperatorSetId::kVersion):
        version = message.get_int64();
        break;
      default:
        message.skip();
    }
  }
  const bool standard = domain.empty() || domain == "ai.onnx";
  const bool twice = standard ? standard_seen : graph.other_opsets.contains(domain);
  if (version < 1 || twice) {
    return fail(ErrorKind::kBadInput,
                "operator set " + in_quotes(domain) +
                    (twice ? " is imported twice" : " has version " + std::to_string(version)));
  }
  if (standard) {
    graph.opset = version;
    standard_seen = true;
  } else {
    graph.other_opsets[domain] = version;
  }
  return {};
}

Result<Graph> parse_model(pbf_reader message, ExternalData& external) {
  Graph graph;
  graph.ir_version = 0;
  graph.opset = 1;  // what a file without opset_import means
  bool standard_opset_seen = false;
  bool graph_seen = false;
  while (message.next()) {
    Result<void> parsed;
    switch (message.tag_and_type()) {
      case varint(proto::Model::kIrVersion):
        graph.ir_version = message.get_int64();
        break;
      case bytes(proto::Model::kProducerName):
        graph.producer = text(message);
        break;
      case bytes(proto::Model::kOpsetImport):
        parsed = parse_opset(message.get_message(), graph, standard_opset_seen);
        break;
      case bytes(proto::Model::kFunctions):
        parsed = append_function(message.get_message(), graph);
        break;
      case bytes(proto::Model::kGraph):
        if (graph_seen) return fail(ErrorKind::kBadInput, "the file holds two graphs");
        graph_seen = true;
        parsed = parse_graph(message.get_message(), graph, external);
        break;
      default:
        message.skip();
    }
    if (!parsed) return tl::unexpected(parsed.error());
  }
  if (graph.ir_version < 1 || !graph_seen) {
    return fail(ErrorKind::kBadInput, graph_seen ? "not an ONNX model: it has no ir_version"
                                                 : "not an ONNX model: it has no graph");
  }
  if (graph.outputs.empty()) return fail(ErrorKind::kBadInput, "the graph has no output");
  return graph;
}

/// ONNX up to IR version 3 lists every initializer as an input too, to be overridden at run time; runtimes
/// then cannot fold it.
void take_out_overridable(Graph& graph) {
  std::unordered_set<std::string_view> constant;
  for (const Tensor& tensor : graph.initializers) constant.insert(tensor.name);
  for (const OpaqueTensor& tensor : graph.opaque_initializers) constant.insert(tensor.name);
  std::vector<ValueInfo> true_inputs;
  for (ValueInfo& input : graph.inputs) {
    if (constant.contains(input.name)) {
      graph.overridable.push_back(std::move(input.name));
    } else {
      true_inputs.push_back(std::move(input));
    }
  }
  graph.inputs = std::move(true_inputs);
  if (!constant.empty()) graph.ir_version = std::max(graph.ir_version, kFirstCleanIrVersion);
}

bool is_text(std::string_view bytes) {
  constexpr std::size_t kEnough = 512;
  constexpr std::string_view kBlanks = "\t\n\r";
  const std::string_view begin = bytes.substr(0, kEnough);
  return std::all_of(begin.begin(), begin.end(), [&](char c) {
    return (c >= ' ' && c <= '~') || kBlanks.find(c) != std::string_view::npos;
  });
}

/// What a person may have in place of a model, or else that its bytes are not those of one.
tl::unexpected<Error> no_model(std::string_view bytes) {
  const auto text = [](std::string hint) {
    return fail(ErrorKind::kBadInput, "not an ONNX model but text", {}, std::move(hint));
  };
  if (bytes.starts_with("version https://git-lfs")) {
    return text("it stands for a file that Git LFS keeps elsewhere: 'git lfs pull' fetches the model itself");
  }
  if (is_text(bytes)) {
    return text(bytes.starts_with('<') ? "a web page was saved in its place: download the file itself" : "");
  }
  return fail(ErrorKind::kBadInput, "not an ONNX model, or one that is damaged or cut off", {},
              "if Python's onnx.load cannot read it either, fetch or export it again");
}

}  // namespace

Result<Graph> parse_onnx(std::string_view bytes, const std::filesystem::path& folder) {
  if (bytes.empty()) return fail(ErrorKind::kBadInput, "the file is empty");
  ExternalData external(folder);
  try {
    Result<Graph> graph = parse_model(pbf_reader(bytes.data(), bytes.size()), external);
    if (!graph) return is_text(bytes) ? no_model(bytes) : graph;
    take_out_overridable(*graph);
    const Result<void> sorted = check_and_sort(*graph);
    if (!sorted) return tl::unexpected(sorted.error());
    return graph;
  } catch (const protozero::exception&) {
    return no_model(bytes);
  }
}

Result<Graph> read_onnx(const std::filesystem::path& path) {
  const Result<std::string> file = read_file(path, kFileLimit);
  if (!file) return tl::unexpected(file.error());
  Result<Graph> graph = parse_onnx(*file, path.parent_path().empty() ? "." : path.parent_path());
  if (!graph) return tl::unexpected(placed(graph.error(), path.string()));
  return graph;
}

}  // namespace bakeoff::model
