#include "model/reference/value.h"

#include <bit>
#include <cstring>

#include "model/onnx/counts.h"
#include "model/reference/rounding.h"

namespace bakeoff::model::reference {
namespace {

template <typename T, typename Container, typename Convert>
Container read_each(std::string_view bytes, Convert convert) {
  Container elements(bytes.size() / sizeof(T));
  const char* from = bytes.data();
  for (auto& element : elements) {
    T stored;
    std::memcpy(&stored, from, sizeof(T));
    from += sizeof(T);
    element = convert(stored);
  }
  return elements;
}

template <typename T>
Integers read_integers(std::string_view bytes) {
  return read_each<T, Integers>(bytes, [](T stored) { return static_cast<std::int64_t>(stored); });
}

template <typename T, typename Container, typename Convert>
std::string write_each(const Container& elements, Convert convert) {
  std::string bytes(elements.size() * sizeof(T), '\0');
  char* to = bytes.data();
  for (const auto element : elements) {
    const T stored = convert(element);
    std::memcpy(to, &stored, sizeof(T));
    to += sizeof(T);
  }
  return bytes;
}

template <typename T>
std::string write_integers(const Integers& elements) {
  return write_each<T>(elements, [](std::int64_t element) { return static_cast<T>(element); });
}

std::variant<Reals, Integers> parse(ElementType type, std::string_view bytes) {
  switch (type) {
    case ElementType::kFloat:
      return read_each<float, Reals>(bytes, [](float stored) { return static_cast<double>(stored); });
    case ElementType::kDouble:
      return read_each<double, Reals>(bytes, [](double stored) { return stored; });
    case ElementType::kFloat16:
      return read_each<std::uint16_t, Reals>(bytes, fp16_from_bits);
    case ElementType::kBfloat16:
      return read_each<std::uint16_t, Reals>(bytes, bf16_from_bits);
    case ElementType::kUint8:
      return read_integers<std::uint8_t>(bytes);
    case ElementType::kInt8:
      return read_integers<std::int8_t>(bytes);
    case ElementType::kUint16:
      return read_integers<std::uint16_t>(bytes);
    case ElementType::kInt16:
      return read_integers<std::int16_t>(bytes);
    case ElementType::kInt32:
      return read_integers<std::int32_t>(bytes);
    case ElementType::kUint32:
      return read_integers<std::uint32_t>(bytes);
    case ElementType::kBool:
      return read_each<std::uint8_t, Integers>(
          bytes, [](std::uint8_t stored) -> std::int64_t { return stored != 0; });
    default:
      return read_integers<std::int64_t>(bytes);
  }
}

}  // namespace

bool is_real(ElementType type) {
  return type == ElementType::kFloat || type == ElementType::kDouble || type == ElementType::kFloat16 ||
         type == ElementType::kBfloat16;
}

Value make_value(ElementType type, std::vector<std::int64_t> dims) {
  Value value{.type = type, .dims = std::move(dims), .elements = {}};
  const std::size_t count = element_count(value);
  if (is_real(type)) {
    value.elements = Reals(count);
  } else {
    value.elements = Integers(count);
  }
  return value;
}

Reals as_reals(const Value& value) {
  if (const auto* held = std::get_if<Reals>(&value.elements)) return *held;
  const Integers& held = integers(value);
  return {held.begin(), held.end()};
}

std::size_t element_count(const Value& value) {
  std::size_t count = 1;
  for (const std::int64_t dim : value.dims) count *= static_cast<std::size_t>(dim);
  return count;
}

std::int64_t wrapped(ElementType type, std::int64_t value) {
  switch (type) {
    case ElementType::kUint8:
      return static_cast<std::uint8_t>(value);
    case ElementType::kInt8:
      return static_cast<std::int8_t>(value);
    case ElementType::kUint16:
      return static_cast<std::uint16_t>(value);
    case ElementType::kInt16:
      return static_cast<std::int16_t>(value);
    case ElementType::kInt32:
      return static_cast<std::int32_t>(value);
    case ElementType::kUint32:
      return static_cast<std::uint32_t>(value);
    case ElementType::kBool:
      return value != 0 ? 1 : 0;
    default:
      return value;
  }
}

Result<Value> from_bytes(ElementType type, std::vector<std::int64_t> dims, std::string_view bytes) {
  if (size_of(type) == 0) {
    return fail(ErrorKind::kUnsupported, "the reference does not compute with " + to_string(type));
  }
  const std::optional<std::int64_t> needed = byte_count(type, dims);
  if (!needed || static_cast<std::size_t>(*needed) != bytes.size()) {
    return fail(ErrorKind::kBadInput, std::to_string(bytes.size()) + " bytes are no " + to_string(type) +
                                          " of shape " + model::to_string(dims));
  }
  return Value{.type = type, .dims = std::move(dims), .elements = parse(type, bytes)};
}

Result<Value> from_tensor(const Tensor& tensor) {
  return from_bytes(tensor.type, tensor.dims, tensor.data);
}

std::string to_bytes(const Value& value) {
  switch (value.type) {
    case ElementType::kFloat:
      return write_each<float>(reals(value), [](double element) { return static_cast<float>(element); });
    case ElementType::kDouble:
      return write_each<double>(reals(value), [](double element) { return element; });
    case ElementType::kFloat16:
      return write_each<std::uint16_t>(reals(value), fp16_to_bits);
    case ElementType::kBfloat16:
      return write_each<std::uint16_t>(reals(value), bf16_to_bits);
    default:
      break;
  }
  switch (size_of(value.type)) {
    case 1:
      return write_integers<std::uint8_t>(integers(value));
    case 2:
      return write_integers<std::uint16_t>(integers(value));
    case 4:
      return write_integers<std::uint32_t>(integers(value));
    default:
      return write_integers<std::int64_t>(integers(value));
  }
}

}  // namespace bakeoff::model::reference
