#include "model/onnx/value_reader.h"

#include "model/onnx/proto.h"
#include "model/onnx/tensor_reader.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using protozero::pbf_reader;

constexpr std::size_t kMostAxes = 64;

Result<Dim> parse_dim(pbf_reader message) {
  Dim dim;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case varint(proto::Dimension::kDimValue):
        dim = Dim{.value = message.get_int64(), .name = {}};
        break;
      case bytes(proto::Dimension::kDimParam):
        dim = Dim{.value = std::nullopt, .name = text(message)};
        break;
      default:
        message.skip();
    }
  }
  // Older converters write "unknown" as -1.
  if (dim.value == -1) dim.value.reset();
  if (dim.value && *dim.value < 0) {
    return fail(ErrorKind::kBadInput, "an axis of length " + std::to_string(*dim.value));
  }
  return dim;
}

Result<Shape> parse_shape(pbf_reader message) {
  Shape shape;
  while (message.next()) {
    if (message.tag_and_type() != bytes(proto::ShapeField::kDim)) {
      message.skip();
      continue;
    }
    Result<Dim> dim = parse_dim(message.get_message());
    if (!dim) return tl::unexpected(dim.error());
    shape.push_back(std::move(*dim));
    if (shape.size() > kMostAxes) {
      return fail(ErrorKind::kBadInput, "the shape has more than " + std::to_string(kMostAxes) + " axes");
    }
  }
  return shape;
}

Result<void> parse_tensor_type(pbf_reader message, ValueInfo& info) {
  while (message.next()) {
    switch (message.tag_and_type()) {
      case varint(proto::TensorType::kElemType): {
        const Result<ElementType> type = to_element_type(message.get_int32());
        if (!type) return tl::unexpected(type.error());
        info.type = *type;
        break;
      }
      case bytes(proto::TensorType::kShape): {
        Result<Shape> shape = parse_shape(message.get_message());
        if (!shape) return tl::unexpected(shape.error());
        info.shape = std::move(*shape);
        break;
      }
      default:
        message.skip();
    }
  }
  return {};
}

std::string foreign_type(pbf_reader& message) {
  switch (message.tag_and_type()) {
    case bytes(proto::TypeField::kSequenceType):
      return "a sequence";
    case bytes(proto::TypeField::kMapType):
      return "a map";
    case bytes(proto::TypeField::kOpaqueType):
      return "opaque";
    case bytes(proto::TypeField::kSparseTensorType):
      return "a sparse tensor";
    case bytes(proto::TypeField::kOptionalType):
      return "optional";
    default:
      return {};
  }
}

Result<void> parse_type(pbf_reader message, ValueInfo& info) {
  while (message.next()) {
    const std::string foreign = foreign_type(message);
    if (!foreign.empty()) return fail(ErrorKind::kUnsupported, "the value is " + foreign + ", not a tensor");
    if (message.tag_and_type() != bytes(proto::TypeField::kTensorType)) {
      message.skip();
      continue;
    }
    Result<void> parsed = parse_tensor_type(message.get_message(), info);
    if (!parsed) return parsed;
  }
  return {};
}

}  // namespace

Result<ValueInfo> parse_value_info(pbf_reader message) {
  ValueInfo info;
  std::optional<pbf_reader> type;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes(proto::ValueInfoField::kName):
        info.name = text(message);
        break;
      case bytes(proto::ValueInfoField::kType):
        type = message.get_message();
        break;
      default:
        message.skip();
    }
  }
  if (info.name.empty()) return fail(ErrorKind::kBadInput, "a value has no name");
  return at_place("value " + in_quotes(info.name), [&]() -> Result<ValueInfo> {
    if (type) {
      const Result<void> parsed = parse_type(*type, info);
      if (!parsed) return tl::unexpected(parsed.error());
    }
    return std::move(info);
  });
}

}  // namespace bakeoff::model
