#include "model/onnx/tensor_reader.h"

#include <limits>

#include "model/onnx/counts.h"
#include "model/onnx/proto.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

using proto::TensorField;
using protozero::pbf_reader;

/// More axes than any runtime takes; bounds what a hostile shape can make us allocate.
constexpr std::size_t kMostAxes = 64;

struct Header {
  Tensor tensor;
  std::int64_t type = 0;
  bool external = false;
  std::map<std::string, std::string> entries;
};

void append_little_endian(std::string& data, std::uint64_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) data += static_cast<char>((value >> (8 * i)) & 0xffU);
}

Result<void> parse_entry(pbf_reader message, std::map<std::string, std::string>& entries) {
  std::string key;
  std::string value;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case bytes(proto::StringStringEntry::kKey):
        key = text(message);
        break;
      case bytes(proto::StringStringEntry::kValue):
        value = text(message);
        break;
      default:
        message.skip();
    }
  }
  entries[key] = std::move(value);
  return {};
}

Result<Header> parse_header(pbf_reader message) {
  Header header;
  std::vector<std::int64_t>& dims = header.tensor.dims;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case varint(TensorField::kDims):
        dims.push_back(message.get_int64());
        break;
      case bytes(TensorField::kDims):
        for (const std::int64_t dim : message.get_packed_int64()) {
          dims.push_back(dim);
          if (dims.size() > kMostAxes) break;
        }
        break;
      case varint(TensorField::kDataType):
        header.type = message.get_int32();
        break;
      case bytes(TensorField::kName):
        header.tensor.name = text(message);
        break;
      case varint(TensorField::kDataLocation):
        header.external = message.get_int32() == proto::kDataLocationExternal;
        break;
      case bytes(TensorField::kExternalData):
        if (auto parsed = parse_entry(message.get_message(), header.entries); !parsed) {
          return tl::unexpected(parsed.error());
        }
        break;
      case bytes(TensorField::kSegment):
        return fail(ErrorKind::kUnsupported, "the tensor is split into segments");
      case bytes(TensorField::kStringData):
        return fail(ErrorKind::kUnsupported, "the tensor holds strings");
      default:
        message.skip();
    }
    if (dims.size() > kMostAxes) {
      return fail(ErrorKind::kBadInput, "the tensor has more than " + std::to_string(kMostAxes) + " axes");
    }
  }
  return header;
}

/// Appends the data fields of a TensorProto as little-endian elements of `type`, and stops with an error as
/// soon as there are more than `needed` bytes.
class DataFields {
 public:
  DataFields(ElementType type, std::size_t needed) : type_(type), width_(size_of(type)), needed_(needed) {}

  Result<std::string> parse(pbf_reader message) {
    while (message.next()) {
      const Result<void> parsed = parse_field(message);
      if (!parsed) return tl::unexpected(parsed.error());
    }
    return std::move(data_);
  }

 private:
  Result<void> parse_field(pbf_reader& message) {
    switch (message.tag_and_type()) {
      case bytes(TensorField::kRawData):
        return append(view(message), true);
      case bytes(TensorField::kFloatData):
        return append(view(message), type_ == ElementType::kFloat);
      case bytes(TensorField::kDoubleData):
        return append(view(message), type_ == ElementType::kDouble);
      case fixed32(TensorField::kFloatData):
        return append_number(message.get_fixed32(), type_ == ElementType::kFloat);
      case fixed64(TensorField::kDoubleData):
        return append_number(message.get_fixed64(), type_ == ElementType::kDouble);
      case varint(TensorField::kInt32Data):
        return append_int32(message.get_int32());
      case varint(TensorField::kInt64Data):
        return append_number(message.get_uint64(), type_ == ElementType::kInt64);
      case varint(TensorField::kUint64Data):
        return append_uint64(message.get_uint64());
      case bytes(TensorField::kInt32Data):
        return append_each(message.get_packed_int32(), [this](auto value) { return append_int32(value); });
      case bytes(TensorField::kInt64Data):
        return append_each(message.get_packed_uint64(),
                           [this](auto value) { return append_number(value, type_ == ElementType::kInt64); });
      case bytes(TensorField::kUint64Data):
        return append_each(message.get_packed_uint64(), [this](auto value) { return append_uint64(value); });
      default:
        message.skip();
        return {};
    }
  }

  template <typename Range, typename Append>
  Result<void> append_each(const Range& range, Append append) {
    for (const auto value : range) {
      Result<void> appended = append(value);
      if (!appended) return appended;
    }
    return {};
  }

  /// Small integers and 16-bit floats travel as int32; one outside the type's width is damage.
  Result<void> append_int32(std::int32_t value) {
    const bool narrow = width_ <= 2;
    const bool fits = !narrow || (value >= -(1 << (8 * width_ - 1)) && value < (1 << (8 * width_)));
    const bool stored_so = (narrow || type_ == ElementType::kInt32);
    if (!fits) return fail(ErrorKind::kBadInput, std::to_string(value) + " is no " + to_string(type_));
    if (type_ == ElementType::kBool) value = value != 0 ? 1 : 0;
    return append_number(static_cast<std::uint32_t>(value), stored_so);
  }

  Result<void> append_uint64(std::uint64_t value) {
    const bool narrow = type_ == ElementType::kUint32;
    if (narrow && value > std::numeric_limits<std::uint32_t>::max()) {
      return fail(ErrorKind::kBadInput, std::to_string(value) + " is no uint32");
    }
    return append_number(value, narrow || type_ == ElementType::kUint64);
  }

  Result<void> append_number(std::uint64_t value, bool stored_so) {
    if (!stored_so) return wrong_field();
    if (needed_ - data_.size() < width_) return too_much();
    append_little_endian(data_, value, width_);
    return {};
  }

  Result<void> append(std::string_view raw, bool stored_so) {
    if (raw.empty()) return {};
    if (!stored_so) return wrong_field();
    if (raw.size() > needed_ - data_.size()) return too_much();
    data_.append(raw);
    return {};
  }

  [[nodiscard]] Result<void> wrong_field() const {
    return fail(ErrorKind::kBadInput,
                "a tensor of " + to_string(type_) + " has its data in a field for another type");
  }

  [[nodiscard]] Result<void> too_much() const {
    return fail(ErrorKind::kBadInput,
                "the tensor has more data than the " + std::to_string(needed_) + " bytes of its shape");
  }

  ElementType type_;
  std::size_t width_;
  std::size_t needed_;
  std::string data_;
};

}  // namespace

Result<ElementType> to_element_type(std::int64_t number) {
  const bool known = (number >= 0 && number <= static_cast<int>(ElementType::kUint64)) ||
                     number == static_cast<int>(ElementType::kBfloat16);
  if (known) return static_cast<ElementType>(number);
  constexpr std::int64_t kLastOfOnnx = 28;
  if (number >= 0 && number <= kLastOfOnnx) {
    return fail(ErrorKind::kUnsupported,
                "ONNX element type " + std::to_string(number) + " (complex or below 8 bits)");
  }
  return fail(ErrorKind::kBadInput, "there is no element type " + std::to_string(number));
}

Result<Tensor> parse_tensor(pbf_reader message, ExternalData& external) {
  Result<Header> header = parse_header(message);
  if (!header) return tl::unexpected(header.error());
  Tensor tensor = std::move(header->tensor);
  const std::string place = tensor.name.empty() ? "tensor" : "tensor " + in_quotes(tensor.name);
  return at_place(place, [&]() -> Result<Tensor> {
    const Result<ElementType> type = to_element_type(header->type);
    if (!type) return tl::unexpected(type.error());
    tensor.type = *type;
    if (*type == ElementType::kString) return fail(ErrorKind::kUnsupported, "the tensor holds strings");
    if (*type == ElementType::kUndefined) return fail(ErrorKind::kBadInput, "the tensor has no element type");
    const std::optional<std::int64_t> needed = byte_count(*type, tensor.dims);
    if (!needed) return fail(ErrorKind::kBadInput, "impossible shape " + to_string(tensor.dims));
    Result<std::string> data = header->external
                                   ? external.read(header->entries, *needed)
                                   : DataFields(*type, static_cast<std::size_t>(*needed)).parse(message);
    if (!data) return tl::unexpected(data.error());
    if (data->size() != static_cast<std::size_t>(*needed)) {
      return fail(ErrorKind::kBadInput, "shape " + to_string(tensor.dims) + " of " + to_string(*type) +
                                            " needs " + std::to_string(*needed) + " bytes, the tensor has " +
                                            std::to_string(data->size()));
    }
    tensor.data = std::move(*data);
    return std::move(tensor);
  });
}

Result<Tensor> read_tensor(const std::filesystem::path& path) {
  const Result<std::string> file = read_file(path, std::uintmax_t{1} << 31);
  if (!file) return tl::unexpected(file.error());
  return at_place(path.string(), [&]() {
    ExternalData external(path.parent_path().empty() ? "." : path.parent_path());
    return parse_tensor(pbf_reader(file->data(), file->size()), external);
  });
}

}  // namespace bakeoff::model
