#include "model/onnx/convert.h"

#include <cmath>
#include <concepts>
#include <cstring>
#include <limits>
#include <sstream>

#include "base/half.h"

namespace bakeoff::model {
namespace {

/// Holds every element of every numeric type exactly: 64 bits of fraction or more, on x86-64 as on ARM.
using Number = long double;
static_assert(std::numeric_limits<Number>::digits >= 64);

template <typename T>
T bits_at(const char* place) {
  T bits;
  std::memcpy(&bits, place, sizeof bits);
  return bits;
}

Number number_at(const char* place, ElementType type) {
  switch (type) {
    case ElementType::kFloat:
      return static_cast<Number>(bits_at<float>(place));
    case ElementType::kDouble:
      return static_cast<Number>(bits_at<double>(place));
    case ElementType::kFloat16:
      return static_cast<Number>(from_float16(bits_at<std::uint16_t>(place)));
    case ElementType::kBfloat16:
      return static_cast<Number>(from_bfloat16(bits_at<std::uint16_t>(place)));
    case ElementType::kInt8:
      return bits_at<std::int8_t>(place);
    case ElementType::kInt16:
      return bits_at<std::int16_t>(place);
    case ElementType::kInt32:
      return bits_at<std::int32_t>(place);
    case ElementType::kInt64:
      return static_cast<Number>(bits_at<std::int64_t>(place));
    case ElementType::kUint16:
      return bits_at<std::uint16_t>(place);
    case ElementType::kUint32:
      return bits_at<std::uint32_t>(place);
    case ElementType::kUint64:
      return static_cast<Number>(bits_at<std::uint64_t>(place));
    case ElementType::kBool:
      return bits_at<std::uint8_t>(place) != 0 ? 1 : 0;  // files may hold any byte for true
    default:
      return bits_at<std::uint8_t>(place);
  }
}

template <typename T>
bool put(char* place, T value) {
  std::memcpy(place, &value, sizeof value);
  return true;
}

template <std::integral T>
bool put_integer(char* place, Number number) {
  const bool inside = number >= static_cast<Number>(std::numeric_limits<T>::min()) &&
                      number <= static_cast<Number>(std::numeric_limits<T>::max());
  return inside && number == std::floor(number) && put(place, static_cast<T>(number));
}

/// The number as it comes back from a narrower floating-point type.
bool same(Number back, Number number) {
  return back == number || (std::isnan(back) && std::isnan(number));
}

/// False if `type` cannot hold the number.
bool put_number(char* place, Number number, ElementType type) {
  const auto real = static_cast<double>(number);
  switch (type) {
    case ElementType::kFloat: {
      const auto value = static_cast<float>(number);
      return same(static_cast<Number>(value), number) && put(place, value);
    }
    case ElementType::kDouble:
      return same(static_cast<Number>(real), number) && put(place, real);
    case ElementType::kFloat16: {
      const std::uint16_t bits = to_float16(real);
      return same(static_cast<Number>(from_float16(bits)), number) && put(place, bits);
    }
    case ElementType::kBfloat16: {
      const std::uint16_t bits = to_bfloat16(real);
      return same(static_cast<Number>(from_bfloat16(bits)), number) && put(place, bits);
    }
    case ElementType::kInt8:
      return put_integer<std::int8_t>(place, number);
    case ElementType::kInt16:
      return put_integer<std::int16_t>(place, number);
    case ElementType::kInt32:
      return put_integer<std::int32_t>(place, number);
    case ElementType::kInt64:
      return put_integer<std::int64_t>(place, number);
    case ElementType::kUint8:
      return put_integer<std::uint8_t>(place, number);
    case ElementType::kUint16:
      return put_integer<std::uint16_t>(place, number);
    case ElementType::kUint32:
      return put_integer<std::uint32_t>(place, number);
    case ElementType::kUint64:
      return put_integer<std::uint64_t>(place, number);
    case ElementType::kBool:
      return (number == 0 || number == 1) && put(place, static_cast<std::uint8_t>(number));
    default:
      return false;
  }
}

std::string to_text(Number number) {
  std::ostringstream text;
  text.precision(std::numeric_limits<double>::max_digits10);
  text << number;
  return text.str();
}

}  // namespace

Result<Tensor> convert(Tensor tensor, ElementType type) {
  if (tensor.type == type) return tensor;
  const std::size_t from_size = size_of(tensor.type);
  const std::size_t to_size = size_of(type);
  if (from_size == 0 || to_size == 0) {
    return fail(ErrorKind::kUnsupported, to_string(tensor.type) + " cannot become " + to_string(type));
  }
  const std::size_t count = tensor.data.size() / from_size;
  std::string data(count * to_size, '\0');
  for (std::size_t i = 0; i < count; ++i) {
    const Number number = number_at(tensor.data.data() + i * from_size, tensor.type);
    if (put_number(data.data() + i * to_size, number, type)) continue;
    return fail(ErrorKind::kBadInput,
                "element " + std::to_string(i) + " is " + to_text(number) + ", which " + to_string(type) +
                    " cannot hold exactly",
                "", "round it first, as in array.astype('" + to_string(type) + "')");
  }
  tensor.type = type;
  tensor.data = std::move(data);
  return tensor;
}

}  // namespace bakeoff::model
