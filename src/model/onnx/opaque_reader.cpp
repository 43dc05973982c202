#include "model/onnx/opaque_reader.h"

#include "model/onnx/proto.h"
#include "model/onnx/subgraph.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using protozero::pbf_reader;

/// The prepared file lies elsewhere, and these bytes name a file beside the old one.
tl::unexpected<Error> has_data_elsewhere() {
  return fail(ErrorKind::kUnsupported, "has data in another file, which bakeoff reads only for plain tensors",
              "", "save the model with its data inside: onnx.save_model(onnx.load(path), new_path)");
}

std::string whole(const pbf_reader& message) {
  const protozero::data_view bytes = message.data();
  return {bytes.data(), bytes.size()};
}

}  // namespace

Result<Opaque> parse_opaque_attribute(pbf_reader message) {
  Result<Outline> outline = outline_of_attribute(message);
  if (!outline) return tl::unexpected(outline.error());
  if (outline->external_data) return has_data_elsewhere();
  return Opaque{.bytes = whole(message), .captures = std::move(outline->captures)};
}

bool has_its_data(pbf_reader message) {
  bool external = false;
  while (message.next()) {
    if (message.tag_and_type() == varint(proto::TensorField::kDataLocation)) {
      external = message.get_int32() == proto::kDataLocationExternal;
    } else {
      message.skip();
    }
  }
  return !external;
}

Result<OpaqueTensor> parse_opaque_tensor(pbf_reader message) {
  OpaqueTensor tensor{.name = {}, .bytes = whole(message), .sparse = false};
  while (message.next()) {
    if (message.tag_and_type() == bytes(proto::TensorField::kName)) {
      tensor.name = text(message);
    } else {
      message.skip();
    }
  }
  if (tensor.name.empty()) return fail(ErrorKind::kBadInput, "an initializer has no name");
  return tensor;
}

Result<OpaqueTensor> parse_sparse_tensor(pbf_reader message) {
  OpaqueTensor sparse{.name = {}, .bytes = whole(message), .sparse = true};
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes(proto::SparseTensorField::kValues): {
        const pbf_reader values = message.get_message();
        if (!has_its_data(values)) return has_data_elsewhere();
        Result<OpaqueTensor> named = parse_opaque_tensor(values);
        if (!named) return named;
        sparse.name = std::move(named->name);
        break;
      }
      case bytes(proto::SparseTensorField::kIndices):
        if (!has_its_data(message.get_message())) return has_data_elsewhere();
        break;
      default:
        message.skip();
    }
  }
  if (sparse.name.empty()) return fail(ErrorKind::kBadInput, "an initializer has no name");
  return sparse;
}

Result<std::string> parse_function(pbf_reader message) {
  const Result<Outline> outline = outline_of_function(message);
  if (!outline) return tl::unexpected(outline.error());
  if (outline->external_data) return has_data_elsewhere();
  return whole(message);
}

}  // namespace bakeoff::model
