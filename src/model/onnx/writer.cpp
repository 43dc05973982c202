#include "model/onnx/writer.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <protozero/pbf_builder.hpp>

#include "model/onnx/atomic_file.h"
#include "model/onnx/counts.h"
#include "model/onnx/proto.h"

namespace bakeoff::model {
namespace {

using protozero::pbf_builder;

/// protobuf's own limit on one file.
constexpr std::uint64_t kFileLimit = (std::uint64_t{1} << 31) - 1;

void write_tensor(const Tensor& tensor, pbf_builder<proto::TensorField> out) {
  out.add_packed_int64(proto::TensorField::kDims, tensor.dims.begin(), tensor.dims.end());
  out.add_int32(proto::TensorField::kDataType, static_cast<std::int32_t>(tensor.type));
  if (!tensor.name.empty()) out.add_string(proto::TensorField::kName, tensor.name);
  out.add_bytes(proto::TensorField::kRawData, tensor.data);
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

void write_node(const Node& node, pbf_builder<proto::NodeField> out) {
  for (const std::string& input : node.inputs) out.add_string(proto::NodeField::kInput, input);
  for (const std::string& output : node.outputs) out.add_string(proto::NodeField::kOutput, output);
  if (!node.name.empty()) out.add_string(proto::NodeField::kName, node.name);
  out.add_string(proto::NodeField::kOpType, node.op_type);
  for (const auto& [name, value] : node.attributes) {
    pbf_builder<proto::AttributeField> attribute(out, proto::NodeField::kAttribute);
    attribute.add_string(proto::AttributeField::kName, name);
    const proto::AttributeType type = std::visit(AttributeWriter{attribute}, value);
    attribute.add_int32(proto::AttributeField::kType, static_cast<std::int32_t>(type));
  }
  if (!node.domain.empty()) out.add_string(proto::NodeField::kDomain, node.domain);
}

void write_graph(const Graph& graph, pbf_builder<proto::GraphField> out) {
  using Field = proto::GraphField;
  for (const Node& node : graph.nodes) write_node(node, pbf_builder<proto::NodeField>(out, Field::kNode));
  out.add_string(Field::kName, graph.name);
  for (const Tensor& tensor : graph.initializers) {
    write_tensor(tensor, pbf_builder<proto::TensorField>(out, Field::kInitializer));
  }
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

tl::unexpected<Error> too_large(std::uint64_t bytes) {
  return fail(
      ErrorKind::kUnsupported,
      "the model comes to " + std::to_string(bytes) + " bytes; one ONNX file cannot hold 2 GiB or more", "",
      "bakeoff hands every runtime a single file, so it cannot race models of this size");
}

}  // namespace

std::string to_onnx(const Graph& graph) {
  assert(weight_bytes(graph) <= kFileLimit);
  constexpr std::int64_t kFirstCleanIrVersion = 4;
  const std::int64_t ir_version =
      graph.initializers.empty() ? graph.ir_version : std::max(graph.ir_version, kFirstCleanIrVersion);
  std::string file;
  file.reserve(weight_bytes(graph) + (std::size_t{1} << 16));
  pbf_builder<proto::Model> model(file);
  model.add_int64(proto::Model::kIrVersion, ir_version);
  if (!graph.producer.empty()) model.add_string(proto::Model::kProducerName, graph.producer);
  write_graph(graph, pbf_builder<proto::GraphField>(model, proto::Model::kGraph));
  write_opset("", graph.opset, pbf_builder<proto::OperatorSetId>(model, proto::Model::kOpsetImport));
  for (const auto& [domain, version] : graph.other_opsets) {
    write_opset(domain, version, pbf_builder<proto::OperatorSetId>(model, proto::Model::kOpsetImport));
  }
  return file;
}

Result<void> write_onnx(const Graph& graph, const std::filesystem::path& path) {
  if (const std::uint64_t bytes = weight_bytes(graph); bytes > kFileLimit) return too_large(bytes);
  const std::string file = to_onnx(graph);
  if (file.size() > kFileLimit) return too_large(file.size());
  return write_atomically(path, file);
}

}  // namespace bakeoff::model
