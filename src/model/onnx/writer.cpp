#include "model/onnx/writer.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <optional>
#include <protozero/pbf_builder.hpp>

#include "model/onnx/atomic_file.h"
#include "model/onnx/counts.h"
#include "model/onnx/proto.h"

namespace bakeoff::model {
namespace {

using protozero::pbf_builder;

void write_header(const Tensor& tensor, pbf_builder<proto::TensorField>& out) {
  out.add_packed_int64(proto::TensorField::kDims, tensor.dims.begin(), tensor.dims.end());
  out.add_int32(proto::TensorField::kDataType, static_cast<std::int32_t>(tensor.type));
  if (!tensor.name.empty()) out.add_string(proto::TensorField::kName, tensor.name);
}

void write_tensor(const Tensor& tensor, pbf_builder<proto::TensorField> out) {
  write_header(tensor, out);
  out.add_bytes(proto::TensorField::kRawData, tensor.data);
}

void write_entry(const char* key, const std::string& value, pbf_builder<proto::StringStringEntry> out) {
  out.add_string(proto::StringStringEntry::kKey, key);
  out.add_string(proto::StringStringEntry::kValue, value);
}

void write_reference(const Tensor& tensor, const std::string& file, std::uint64_t offset,
                     pbf_builder<proto::TensorField> out) {
  using Entry = pbf_builder<proto::StringStringEntry>;
  constexpr auto kField = proto::TensorField::kExternalData;
  write_header(tensor, out);
  write_entry("location", file, Entry(out, kField));
  write_entry("offset", std::to_string(offset), Entry(out, kField));
  write_entry("length", std::to_string(tensor.data.size()), Entry(out, kField));
  out.add_int32(proto::TensorField::kDataLocation, proto::kDataLocationExternal);
}

/// Encoded apart, because protozero drops a submessage that stays empty, and here an empty one says
/// something: a shape without axes is a scalar, an axis without value or name is unknown.
std::string encode_shape(const Shape& shape) {
  std::string encoded;
  pbf_builder<proto::ShapeField> out(encoded);
  for (const Dim& dim : shape) {
    std::string encoded_axis;
    pbf_builder<proto::Dimension> axis(encoded_axis);
    if (dim.value) {
      axis.add_int64(proto::Dimension::kDimValue, *dim.value);
    } else if (!dim.name.empty()) {
      axis.add_string(proto::Dimension::kDimParam, dim.name);
    }
    out.add_message(proto::ShapeField::kDim, encoded_axis);
  }
  return encoded;
}

void write_value(const ValueInfo& value, pbf_builder<proto::ValueInfoField> out) {
  out.add_string(proto::ValueInfoField::kName, value.name);
  if (value.type == ElementType::kUndefined && !value.shape) return;
  pbf_builder<proto::TypeField> type(out, proto::ValueInfoField::kType);
  pbf_builder<proto::TensorType> tensor(type, proto::TypeField::kTensorType);
  tensor.add_int32(proto::TensorType::kElemType, static_cast<std::int32_t>(value.type));
  if (value.shape) tensor.add_message(proto::TensorType::kShape, encode_shape(*value.shape));
}

/// Writes the value of an attribute and gives its type.
struct AttributeWriter {
  using Field = proto::AttributeField;
  using Type = proto::AttributeType;
  pbf_builder<Field>& out;

  Type operator()(std::int64_t value) const {
    out.add_int64(Field::kI, value);
    return Type::kInt;
  }
  Type operator()(float value) const {
    out.add_float(Field::kF, value);
    return Type::kFloat;
  }
  Type operator()(const std::string& value) const {
    out.add_bytes(Field::kS, value);
    return Type::kString;
  }
  Type operator()(const Tensor& value) const {
    write_tensor(value, pbf_builder<proto::TensorField>(out, Field::kT));
    return Type::kTensor;
  }
  // proto2 without [packed = true]: one field an entry, which every reader takes.
  Type operator()(const std::vector<std::int64_t>& values) const {
    for (const std::int64_t value : values) out.add_int64(Field::kInts, value);
    return Type::kInts;
  }
  Type operator()(const std::vector<float>& values) const {
    for (const float value : values) out.add_float(Field::kFloats, value);
    return Type::kFloats;
  }
  Type operator()(const std::vector<std::string>& values) const {
    for (const std::string& value : values) out.add_bytes(Field::kStrings, value);
    return Type::kStrings;
  }
};

struct NamedAttributeWriter {
  const std::string& name;
  pbf_builder<proto::NodeField>& node;

  void operator()(const Opaque& value) const { node.add_message(proto::NodeField::kAttribute, value.bytes); }
  template <typename Value>
  void operator()(const Value& value) const {
    pbf_builder<proto::AttributeField> out(node, proto::NodeField::kAttribute);
    out.add_string(proto::AttributeField::kName, name);
    const proto::AttributeType type = AttributeWriter{out}(value);
    out.add_int32(proto::AttributeField::kType, static_cast<std::int32_t>(type));
  }
};

void write_node(const Node& node, pbf_builder<proto::NodeField> out) {
  for (const std::string& input : node.inputs) out.add_string(proto::NodeField::kInput, input);
  for (const std::string& output : node.outputs) out.add_string(proto::NodeField::kOutput, output);
  if (!node.name.empty()) out.add_string(proto::NodeField::kName, node.name);
  out.add_string(proto::NodeField::kOpType, node.op_type);
  for (const auto& [name, value] : node.attributes) {
    std::visit(NamedAttributeWriter{name, out}, value);
  }
  if (!node.domain.empty()) out.add_string(proto::NodeField::kDomain, node.domain);
}

/// Where the initializers' data are; without a layout all in the model.
struct Place {
  const DataLayout* layout = nullptr;
  std::string file;

  [[nodiscard]] std::optional<std::uint64_t> offset(std::size_t initializer) const {
    return layout == nullptr ? std::nullopt : layout->offsets[initializer];
  }
};

void write_initializers(const Graph& graph, const Place& place, pbf_builder<proto::GraphField>& out) {
  using Field = proto::GraphField;
  for (std::size_t i = 0; i < graph.initializers.size(); ++i) {
    pbf_builder<proto::TensorField> tensor(out, Field::kInitializer);
    if (const auto offset = place.offset(i)) {
      write_reference(graph.initializers[i], place.file, *offset, std::move(tensor));
    } else {
      write_tensor(graph.initializers[i], std::move(tensor));
    }
  }
  for (const OpaqueTensor& tensor : graph.opaque_initializers) {
    out.add_message(tensor.sparse ? Field::kSparseInitializer : Field::kInitializer, tensor.bytes);
  }
}

void write_graph(const Graph& graph, const Place& place, pbf_builder<proto::GraphField> out) {
  using Field = proto::GraphField;
  for (const Node& node : graph.nodes) write_node(node, pbf_builder<proto::NodeField>(out, Field::kNode));
  out.add_string(Field::kName, graph.name);
  write_initializers(graph, place, out);
  const auto write_values = [&out](const std::vector<ValueInfo>& values, Field field) {
    for (const ValueInfo& value : values) write_value(value, pbf_builder<proto::ValueInfoField>(out, field));
  };
  write_values(graph.inputs, Field::kInput);
  write_values(graph.outputs, Field::kOutput);
  write_values(graph.values, Field::kValueInfo);
}

void write_opset(const std::string& domain, std::int64_t version, pbf_builder<proto::OperatorSetId> out) {
  out.add_string(proto::OperatorSetId::kDomain, domain);
  out.add_int64(proto::OperatorSetId::kVersion, version);
}

std::uint64_t bytes_of_tensors(const Graph& graph, const DataLayout& layout) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < layout.offsets.size(); ++i) {
    if (layout.offsets[i]) bytes += graph.initializers[i].data.size();
  }
  return bytes;
}

std::string write_model(const Graph& graph, const Place& place) {
  constexpr std::int64_t kFirstCleanIrVersion = 4;
  const bool plain = graph.initializers.empty() && graph.opaque_initializers.empty();
  const std::int64_t ir_version = plain ? graph.ir_version : std::max(graph.ir_version, kFirstCleanIrVersion);
  const std::uint64_t elsewhere = place.layout == nullptr ? 0 : bytes_of_tensors(graph, *place.layout);
  std::string file;
  file.reserve(weight_bytes(graph) - elsewhere + (std::size_t{1} << 16));
  pbf_builder<proto::Model> model(file);
  model.add_int64(proto::Model::kIrVersion, ir_version);
  if (!graph.producer.empty()) model.add_string(proto::Model::kProducerName, graph.producer);
  write_graph(graph, place, pbf_builder<proto::GraphField>(model, proto::Model::kGraph));
  write_opset("", graph.opset, pbf_builder<proto::OperatorSetId>(model, proto::Model::kOpsetImport));
  for (const auto& [domain, version] : graph.other_opsets) {
    write_opset(domain, version, pbf_builder<proto::OperatorSetId>(model, proto::Model::kOpsetImport));
  }
  for (const std::string& function : graph.functions) model.add_message(proto::Model::kFunctions, function);
  return file;
}

}  // namespace

std::string to_onnx(const Graph& graph) {
  assert(weight_bytes(graph) <= kMostInOneFile);
  return write_model(graph, {});
}

Result<std::string> to_onnx(const Graph& graph, const DataLayout& layout, const std::string& data_file) {
  const std::uint64_t rest = weight_bytes(graph) - bytes_of_tensors(graph, layout);
  if (rest > kMostInOneFile) {
    return fail(ErrorKind::kUnsupported,
                "the model comes to " + std::to_string(rest) +
                    " bytes without its weights; one ONNX file cannot hold 2 GiB or more",
                "", "keep large constants as initializers, not as attributes of nodes");
  }
  return write_model(graph, {.layout = &layout, .file = data_file});
}

Result<void> write_onnx(const Graph& graph, const std::filesystem::path& path,
                        std::uint64_t most_in_one_file) {
  if (weight_bytes(graph) <= most_in_one_file) return write_atomically(path, write_model(graph, {}));
  const DataLayout layout = lay_out(graph);
  const std::filesystem::path data = path.string() + ".data";
  const Result<std::string> file = to_onnx(graph, layout, data.filename().string());
  if (!file) return tl::unexpected(file.error());
  if (auto written = write_atomically(data, layout.pieces); !written) return written;
  return write_atomically(path, *file);
}

}  // namespace bakeoff::model
