#include "model/onnx/subgraph.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "model/onnx/proto.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using proto::AttributeField;
using proto::FunctionField;
using proto::GraphField;
using proto::NodeField;
using protozero::pbf_reader;

/// Real models nest two or three deep; recursion over a hostile file must end.
constexpr std::size_t kDeepest = 32;

/// The name of a TensorProto or ValueInfoProto, which have it in different fields.
template <typename Field>
std::string_view name_in(pbf_reader message, Field field) {
  std::string_view name;
  while (message.next()) {
    if (message.tag_and_type() == bytes(field)) {
      name = view(message);
    } else {
      message.skip();
    }
  }
  return name;
}

std::string_view sparse_name(pbf_reader message) {
  std::string_view name;
  while (message.next()) {
    if (message.tag_and_type() == bytes(proto::SparseTensorField::kValues)) {
      name = name_in(message.get_message(), proto::TensorField::kName);
    } else {
      message.skip();
    }
  }
  return name;
}

/// Walks subgraphs from the outside in. Names are views of the file.
class Scan {
 public:
  Result<void> attribute(pbf_reader message) {
    while (message.next()) {
      switch (message.tag_and_type()) {
        case bytes(AttributeField::kG):
        case bytes(AttributeField::kGraphs):
          if (auto scanned = graph(message.get_message()); !scanned) return scanned;
          break;
        case bytes(AttributeField::kT):
        case bytes(AttributeField::kTensors):
          tensor(message.get_message());
          break;
        default:
          message.skip();
      }
    }
    return {};
  }

  template <typename Field>
  Result<void> nodes(pbf_reader message, Field field) {
    while (message.next()) {
      if (message.tag_and_type() != bytes(field)) {
        message.skip();
        continue;
      }
      if (auto scanned = node(message.get_message()); !scanned) return scanned;
    }
    return {};
  }

  Outline take() { return std::move(outline_); }

 private:
  using Scope = std::unordered_set<std::string_view>;

  Result<void> graph(const pbf_reader& message) {
    if (scopes_.size() == kDeepest) {
      return fail(ErrorKind::kBadInput,
                  "subgraphs are nested more than " + std::to_string(kDeepest) + " deep");
    }
    // What a subgraph defines may stand behind its use in the file, so that definitions come first.
    scopes_.push_back(defined(message));
    Result<void> scanned = nodes(message, GraphField::kNode);
    uses_of_outputs(message);
    scopes_.pop_back();
    return scanned;
  }

  Scope defined(pbf_reader message) {
    Scope scope;
    while (message.next()) {
      switch (message.tag_and_type()) {
        case bytes(GraphField::kInput):
          scope.insert(name_in(message.get_message(), proto::ValueInfoField::kName));
          break;
        case bytes(GraphField::kInitializer): {
          const pbf_reader initializer = message.get_message();
          scope.insert(name_in(initializer, proto::TensorField::kName));
          tensor(initializer);
          break;
        }
        case bytes(GraphField::kSparseInitializer):
          scope.insert(sparse_name(message.get_message()));
          break;
        case bytes(GraphField::kNode):
          outputs_of(message.get_message(), scope);
          break;
        default:
          message.skip();
      }
    }
    return scope;
  }

  static void outputs_of(pbf_reader message, Scope& scope) {
    while (message.next()) {
      if (message.tag_and_type() == bytes(NodeField::kOutput)) {
        scope.insert(view(message));
      } else {
        message.skip();
      }
    }
  }

  void uses_of_outputs(pbf_reader message) {
    while (message.next()) {
      if (message.tag_and_type() == bytes(GraphField::kOutput)) {
        use(name_in(message.get_message(), proto::ValueInfoField::kName));
      } else {
        message.skip();
      }
    }
  }

  Result<void> node(pbf_reader message) {
    while (message.next()) {
      switch (message.tag_and_type()) {
        case bytes(NodeField::kInput):
          use(view(message));
          break;
        case bytes(NodeField::kAttribute):
          if (auto scanned = attribute(message.get_message()); !scanned) return scanned;
          break;
        default:
          message.skip();
      }
    }
    return {};
  }

  void tensor(pbf_reader message) {
    while (message.next()) {
      if (message.tag_and_type() == varint(proto::TensorField::kDataLocation)) {
        outline_.external_data |= message.get_int32() == proto::kDataLocationExternal;
      } else {
        message.skip();
      }
    }
  }

  void use(std::string_view name) {
    const auto holds = [name](const Scope& scope) { return scope.contains(name); };
    if (name.empty() || std::any_of(scopes_.begin(), scopes_.end(), holds)) return;
    if (captured_.insert(name).second) outline_.captures.emplace_back(name);
  }

  std::vector<Scope> scopes_;
  Scope captured_;
  Outline outline_;
};

}  // namespace

Result<Outline> outline_of_attribute(pbf_reader message) {
  Scan scan;
  if (auto scanned = scan.attribute(message); !scanned) return tl::unexpected(scanned.error());
  return scan.take();
}

Result<Outline> outline_of_function(pbf_reader message) {
  Scan scan;
  if (auto scanned = scan.nodes(message, FunctionField::kNode); !scanned) {
    return tl::unexpected(scanned.error());
  }
  return Outline{.captures = {}, .external_data = scan.take().external_data};
}

}  // namespace bakeoff::model
