#include "model/lower/graphdef/writer.h"

#include <cassert>
#include <protozero/pbf_builder.hpp>

namespace bakeoff::model::graphdef {
namespace {

using protozero::pbf_builder;

/// The version of the meaning of operators that is written: TensorFlow 2.10's. Older graphs are read with
/// the quirks of their time, newer ones only by newer libraries.
constexpr int kProducer = 1205;

constexpr std::size_t kRoomForNodes = std::size_t{1} << 16;

void write_shape(const std::vector<std::int64_t>& dims, pbf_builder<proto::TensorShape> out) {
  for (const std::int64_t dim : dims) {
    pbf_builder<proto::TensorShapeDim>(out, proto::TensorShape::kDim)
        .add_int64(proto::TensorShapeDim::kSize, dim);
  }
}

/// Writes a value as the entry `key` of a node's map of attributes.
template <typename Write>
void write_entry(pbf_builder<proto::NodeDef>& node, std::string_view key, Write write) {
  pbf_builder<proto::AttrEntry> entry(node, proto::NodeDef::kAttr);
  entry.add_string(proto::AttrEntry::kKey, key.data(), key.size());
  write(pbf_builder<proto::AttrValue>(entry, proto::AttrEntry::kValue));
}

void write_type(pbf_builder<proto::NodeDef>& node, std::string_view key, ElementType type) {
  write_entry(node, key, [&](pbf_builder<proto::AttrValue> out) {
    out.add_enum(proto::AttrValue::kType, static_cast<int>(data_type(type)));
  });
}

struct ValueWriter {
  pbf_builder<proto::AttrValue>& out;

  void operator()(proto::DataType value) const {
    out.add_enum(proto::AttrValue::kType, static_cast<int>(value));
  }
  void operator()(std::int64_t value) const { out.add_int64(proto::AttrValue::kI, value); }
  void operator()(float value) const { out.add_float(proto::AttrValue::kF, value); }
  void operator()(bool value) const { out.add_bool(proto::AttrValue::kB, value); }
  void operator()(const std::string& value) const { out.add_bytes(proto::AttrValue::kS, value); }
  void operator()(const std::vector<std::int64_t>& values) const {
    pbf_builder<proto::ListValue> list(out, proto::AttrValue::kList);
    list.add_packed_int64(proto::ListValue::kI, values.begin(), values.end());
  }
};

// [A-Za-z0-9.][A-Za-z0-9_.\\/>-]* (IsValidNodeName of node_def_util.cc), less what has a meaning in scopes.
bool allowed(char c) {
  const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return letter || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '/' || c == '-';
}

}  // namespace

proto::DataType data_type(ElementType type) {
  switch (type) {
    case ElementType::kFloat:
      return proto::DataType::kFloat;
    case ElementType::kDouble:
      return proto::DataType::kDouble;
    case ElementType::kFloat16:
      return proto::DataType::kHalf;
    case ElementType::kBfloat16:
      return proto::DataType::kBfloat16;
    case ElementType::kInt8:
      return proto::DataType::kInt8;
    case ElementType::kInt16:
      return proto::DataType::kInt16;
    case ElementType::kInt32:
      return proto::DataType::kInt32;
    case ElementType::kInt64:
      return proto::DataType::kInt64;
    case ElementType::kUint8:
      return proto::DataType::kUint8;
    case ElementType::kUint16:
      return proto::DataType::kUint16;
    case ElementType::kUint32:
      return proto::DataType::kUint32;
    case ElementType::kUint64:
      return proto::DataType::kUint64;
    case ElementType::kBool:
      return proto::DataType::kBool;
    case ElementType::kString:
    case ElementType::kUndefined:
      break;
  }
  assert(false && "a type without elements in memory");
  return proto::DataType::kFloat;
}

Writer::Writer(std::uint64_t bytes) {
  bytes_.reserve(bytes + kRoomForNodes);
  pbf_builder<proto::GraphDef> graph(bytes_);
  pbf_builder<proto::VersionDef>(graph, proto::GraphDef::kVersions)
      .add_int32(proto::VersionDef::kProducer, kProducer);
}

std::string Writer::unique_name(std::string_view wish) {
  std::string name;
  for (const char c : wish) name += allowed(c) ? c : '_';
  if (name.empty() || name.front() == '_' || name.front() == '-' || name.front() == '/') name = "x" + name;
  std::string free = name;
  for (int i = 1; !names_.insert(free).second; ++i) free = name + "_" + std::to_string(i);
  return free;
}

void Writer::node(std::string_view op, const std::string& name, const std::vector<std::string>& inputs,
                  const std::vector<Attr>& attributes) {
  pbf_builder<proto::GraphDef> graph(bytes_);
  pbf_builder<proto::NodeDef> node(graph, proto::GraphDef::kNode);
  node.add_string(proto::NodeDef::kName, name);
  node.add_string(proto::NodeDef::kOp, op.data(), op.size());
  for (const std::string& input : inputs) node.add_string(proto::NodeDef::kInput, input);
  for (const auto& [key, value] : attributes) {
    write_entry(node, key,
                [&value = value](pbf_builder<proto::AttrValue> out) { std::visit(ValueWriter{out}, value); });
  }
}

void Writer::placeholder(const std::string& name, ElementType type, const std::vector<std::int64_t>& dims) {
  pbf_builder<proto::GraphDef> graph(bytes_);
  pbf_builder<proto::NodeDef> node(graph, proto::GraphDef::kNode);
  node.add_string(proto::NodeDef::kName, name);
  node.add_string(proto::NodeDef::kOp, "Placeholder");
  write_type(node, "dtype", type);
  write_entry(node, "shape", [&](pbf_builder<proto::AttrValue> out) {
    // Encoded apart: protozero drops a submessage that stays empty, and an empty one says scalar.
    std::string shape;
    write_shape(dims, pbf_builder<proto::TensorShape>(shape));
    out.add_message(proto::AttrValue::kShape, shape);
  });
}

void Writer::constant(const std::string& name, ElementType type, const std::vector<std::int64_t>& dims,
                      std::string_view data) {
  pbf_builder<proto::GraphDef> graph(bytes_);
  pbf_builder<proto::NodeDef> node(graph, proto::GraphDef::kNode);
  node.add_string(proto::NodeDef::kName, name);
  node.add_string(proto::NodeDef::kOp, "Const");
  write_type(node, "dtype", type);
  write_entry(node, "value", [&](pbf_builder<proto::AttrValue> out) {
    pbf_builder<proto::TensorProto> tensor(out, proto::AttrValue::kTensor);
    tensor.add_enum(proto::TensorProto::kDtype, static_cast<int>(data_type(type)));
    write_shape(dims, pbf_builder<proto::TensorShape>(tensor, proto::TensorProto::kTensorShape));
    tensor.add_bytes(proto::TensorProto::kTensorContent, data.data(), data.size());
  });
}

}  // namespace bakeoff::model::graphdef
