#include "model/onnx/node_reader.h"

#include "model/onnx/opaque_reader.h"
#include "model/onnx/proto.h"
#include "model/onnx/tensor_reader.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using proto::AttributeField;
using proto::AttributeType;
using proto::NodeField;
using protozero::pbf_reader;

/// All that one AttributeProto may hold; `type` or, in files older than it, the field present decides.
struct RawAttribute {
  std::string name;
  AttributeType type = AttributeType::kUndefined;
  AttributeType present = AttributeType::kUndefined;
  float f = 0;
  std::int64_t i = 0;
  std::string s;
  protozero::data_view tensor;
  std::vector<float> floats;
  std::vector<std::int64_t> ints;
  std::vector<std::string> strings;
  bool refers = false;
};

void parse_scalar_field(pbf_reader& message, RawAttribute& raw) {
  switch (message.tag_and_type()) {
    case bytes(AttributeField::kName):
      raw.name = text(message);
      break;
    case varint(AttributeField::kType):
      raw.type = static_cast<AttributeType>(message.get_int32());
      break;
    case bytes(AttributeField::kRefAttrName):
      raw.refers = !view(message).empty();
      break;
    case fixed32(AttributeField::kF):
      raw.f = message.get_float();
      raw.present = AttributeType::kFloat;
      break;
    case varint(AttributeField::kI):
      raw.i = message.get_int64();
      raw.present = AttributeType::kInt;
      break;
    case bytes(AttributeField::kS):
      raw.s = text(message);
      raw.present = AttributeType::kString;
      break;
    case bytes(AttributeField::kT):
      raw.tensor = message.get_view();
      raw.present = AttributeType::kTensor;
      break;
    default:
      message.skip();
  }
}

/// True if the current field is a list, which is then read.
bool parse_list_field(pbf_reader& message, RawAttribute& raw) {
  switch (message.tag_and_type()) {
    case fixed32(AttributeField::kFloats):
      raw.floats.push_back(message.get_float());
      raw.present = AttributeType::kFloats;
      return true;
    case bytes(AttributeField::kFloats):
      for (const float value : message.get_packed_float()) raw.floats.push_back(value);
      raw.present = AttributeType::kFloats;
      return true;
    case varint(AttributeField::kInts):
      raw.ints.push_back(message.get_int64());
      raw.present = AttributeType::kInts;
      return true;
    case bytes(AttributeField::kInts):
      for (const std::int64_t value : message.get_packed_int64()) raw.ints.push_back(value);
      raw.present = AttributeType::kInts;
      return true;
    case bytes(AttributeField::kStrings):
      raw.strings.push_back(text(message));
      raw.present = AttributeType::kStrings;
      return true;
    default:
      return false;
  }
}

/// True for what bakeoff carries along without reading it.
bool is_opaque(const pbf_reader& message) {
  switch (message.tag()) {
    case static_cast<protozero::pbf_tag_type>(AttributeField::kG):
    case static_cast<protozero::pbf_tag_type>(AttributeField::kGraphs):
    case static_cast<protozero::pbf_tag_type>(AttributeField::kTensors):
    case static_cast<protozero::pbf_tag_type>(AttributeField::kSparseTensor):
    case static_cast<protozero::pbf_tag_type>(AttributeField::kSparseTensors):
    case static_cast<protozero::pbf_tag_type>(AttributeField::kTp):
    case static_cast<protozero::pbf_tag_type>(AttributeField::kTypeProtos):
      return true;
    default:
      return false;
  }
}

Result<Attribute> to_attribute(RawAttribute& raw, ExternalData& external) {
  switch (raw.type == AttributeType::kUndefined ? raw.present : raw.type) {
    case AttributeType::kFloat:
      return Attribute(raw.f);
    case AttributeType::kInt:
      return Attribute(raw.i);
    case AttributeType::kString:
      return Attribute(std::move(raw.s));
    case AttributeType::kTensor: {
      Result<Tensor> tensor = parse_tensor(pbf_reader(raw.tensor), external);
      if (!tensor) return tl::unexpected(tensor.error());
      return Attribute(std::move(*tensor));
    }
    case AttributeType::kFloats:
      return Attribute(std::move(raw.floats));
    case AttributeType::kInts:
      return Attribute(std::move(raw.ints));
    case AttributeType::kStrings:
      return Attribute(std::move(raw.strings));
    default:
      return fail(ErrorKind::kBadInput, "has no value of a known type");
  }
}

Result<Attribute> to_opaque(const pbf_reader& message) {
  return parse_opaque_attribute(message).map([](Opaque&& opaque) { return Attribute(std::move(opaque)); });
}

Result<void> parse_attribute(pbf_reader message, Node& node, ExternalData& external) {
  const pbf_reader whole = message;
  RawAttribute raw;
  bool opaque = false;
  while (message.next()) {
    opaque = opaque || is_opaque(message);
    if (!parse_list_field(message, raw)) parse_scalar_field(message, raw);
  }
  if (raw.name.empty()) return fail(ErrorKind::kBadInput, "an attribute has no name");
  return at_place("attribute " + in_quotes(raw.name), [&]() -> Result<void> {
    if (raw.refers) return fail(ErrorKind::kBadInput, "refers to a function's attribute outside a function");
    Result<Attribute> value = opaque ? to_opaque(whole) : to_attribute(raw, external);
    // Strings and elements below 8 bits, in a Constant for example.
    const bool unread = !value && !opaque && value.error().kind == ErrorKind::kUnsupported;
    if (unread && has_its_data(pbf_reader(raw.tensor))) value = to_opaque(whole);
    if (!value) return tl::unexpected(value.error());
    if (!node.attributes.emplace(raw.name, std::move(*value)).second) {
      return fail(ErrorKind::kBadInput, "is there twice");
    }
    return {};
  });
}

/// What names the node comes after its inputs in the file, so it is read in a pass of its own: every later
/// message can then say where.
Node parse_identity(pbf_reader message) {
  Node node;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes(NodeField::kName):
        node.name = text(message);
        break;
      case bytes(NodeField::kOpType):
        node.op_type = text(message);
        break;
      case bytes(NodeField::kDomain):
        node.domain = text(message);
        break;
      default:
        message.skip();
    }
  }
  if (node.domain == "ai.onnx") node.domain.clear();
  return node;
}

Result<void> parse_rest(pbf_reader message, Node& node, ExternalData& external) {
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes(NodeField::kInput):
        node.inputs.push_back(text(message));
        break;
      case bytes(NodeField::kOutput):
        node.outputs.push_back(text(message));
        break;
      case bytes(NodeField::kAttribute): {
        Result<void> parsed = parse_attribute(message.get_message(), node, external);
        if (!parsed) return parsed;
        break;
      }
      default:
        message.skip();
    }
  }
  return {};
}

}  // namespace

std::string place_of(const Node& node, std::size_t index) {
  std::string place = "node " + std::to_string(index);
  if (!node.name.empty()) place += " " + in_quotes(node.name);
  const std::string type = in_quotes(node.op_type);
  return node.op_type.empty() ? place : place + " (" + type.substr(1, type.size() - 2) + ")";
}

Result<Node> parse_node(pbf_reader message, std::size_t index, ExternalData& external) {
  Node node;
  const Result<void> identified = at_place("node " + std::to_string(index), [&]() -> Result<void> {
    node = parse_identity(message);
    if (node.op_type.empty()) return fail(ErrorKind::kBadInput, "names no operator");
    return {};
  });
  if (!identified) return tl::unexpected(identified.error());
  return at_place(place_of(node, index), [&]() -> Result<Node> {
    const Result<void> parsed = parse_rest(message, node, external);
    if (!parsed) return tl::unexpected(parsed.error());
    return std::move(node);
  });
}

}  // namespace bakeoff::model
