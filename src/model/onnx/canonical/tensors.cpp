#include "model/onnx/canonical/tensors.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {
namespace {

static_assert(std::endian::native == std::endian::little, "tensor data is little-endian");

template <typename Stored>
Stored element(const Tensor& tensor, std::size_t index) {
  Stored value{};
  std::memcpy(&value, tensor.data.data() + index * sizeof(Stored), sizeof(Stored));
  return value;
}

template <typename Stored, typename Wide>
std::string encoded(const std::vector<Wide>& values) {
  std::string data(values.size() * sizeof(Stored), '\0');
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto stored = static_cast<Stored>(values[i]);
    std::memcpy(data.data() + i * sizeof(Stored), &stored, sizeof(Stored));
  }
  return data;
}

std::optional<std::string> encoded(ElementType type, const shapes::Numbers& numbers) {
  if (const auto* reals = std::get_if<std::vector<double>>(&numbers)) {
    if (type == ElementType::kFloat) return encoded<float>(*reals);
    if (type == ElementType::kDouble) return encoded<double>(*reals);
    return std::nullopt;
  }
  const auto& integers = std::get<Dims>(numbers);
  if (type == ElementType::kInt64) return encoded<std::int64_t>(integers);
  if (type == ElementType::kInt32) return encoded<std::int32_t>(integers);
  if (type == ElementType::kBool) return encoded<std::uint8_t>(integers);
  return std::nullopt;
}

double from_half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1f;
  const double fraction = bits & 0x3ff;
  double magnitude = 0;
  if (exponent == 0x1f) {
    magnitude =
        fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  } else if (exponent == 0) {
    magnitude = std::ldexp(fraction, -24);
  } else {
    magnitude = std::ldexp(fraction + 1024, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

double from_bfloat16(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

template <typename Stored>
std::string range(double start, double step, std::int64_t count) {
  std::string data(static_cast<std::size_t>(count) * sizeof(Stored), '\0');
  for (std::int64_t i = 0; i < count; ++i) {
    const auto value = static_cast<Stored>(start + static_cast<double>(i) * step);
    std::memcpy(data.data() + static_cast<std::size_t>(i) * sizeof(Stored), &value, sizeof(Stored));
  }
  return data;
}

/// Copies along the last axis, in one piece where neighbours stay neighbours.
void copy_row(const char* from, std::int64_t count, std::int64_t stride, std::size_t size, char* to) {
  const auto width = static_cast<std::ptrdiff_t>(size);
  if (stride == 1) {
    std::memcpy(to, from, static_cast<std::size_t>(count) * size);
    return;
  }
  for (std::int64_t i = 0; i < count; ++i) std::memcpy(to + i * width, from + i * stride * width, size);
}

}  // namespace

Dims row_major_strides(const Dims& dims) {
  Dims strides(dims.size(), 1);
  for (std::size_t i = dims.size(); i > 1; --i) strides[i - 2] = strides[i - 1] * dims[i - 1];
  return strides;
}

std::string viewed(const Tensor& source, const View& view) {
  const std::size_t size = size_of(source.type);
  std::string data(static_cast<std::size_t>(*byte_count(source.type, view.dims)), '\0');
  if (data.empty()) return data;
  const std::size_t outer = view.dims.empty() ? 0 : view.dims.size() - 1;
  const std::int64_t row = view.dims.empty() ? 1 : view.dims.back();
  const std::int64_t stride = view.dims.empty() ? 1 : view.strides.back();
  Dims position(outer, 0);
  std::int64_t from = view.start;
  for (std::size_t to = 0; to < data.size(); to += static_cast<std::size_t>(row) * size) {
    copy_row(source.data.data() + from * static_cast<std::int64_t>(size), row, stride, size, &data[to]);
    for (std::size_t i = outer; i > 0; --i) {
      from += view.strides[i - 1];
      if (++position[i - 1] < view.dims[i - 1]) break;
      from -= view.strides[i - 1] * view.dims[i - 1];
      position[i - 1] = 0;
    }
  }
  return data;
}

std::optional<Tensor> tensor_of(const std::string& name, const shapes::Known& known) {
  if (!known.numbers || !known.shape) return std::nullopt;
  std::optional<Dims> dims = to_dims(*known.shape);
  std::optional<std::string> data = encoded(known.type, *known.numbers);
  if (!dims || !data) return std::nullopt;
  return Tensor{.name = name, .type = known.type, .dims = std::move(*dims), .data = std::move(*data)};
}

std::optional<double> scalar_of(const Tensor& tensor) {
  if (element_count(tensor.dims) != 1 || tensor.data.size() != size_of(tensor.type)) return std::nullopt;
  switch (tensor.type) {
    case ElementType::kFloat:
      return element<float>(tensor, 0);
    case ElementType::kDouble:
      return element<double>(tensor, 0);
    case ElementType::kFloat16:
      return from_half(element<std::uint16_t>(tensor, 0));
    case ElementType::kBfloat16:
      return from_bfloat16(element<std::uint16_t>(tensor, 0));
    case ElementType::kBool:
    case ElementType::kUint8:
      return element<std::uint8_t>(tensor, 0);
    case ElementType::kInt8:
      return element<std::int8_t>(tensor, 0);
    case ElementType::kUint16:
      return element<std::uint16_t>(tensor, 0);
    case ElementType::kInt16:
      return element<std::int16_t>(tensor, 0);
    case ElementType::kUint32:
      return element<std::uint32_t>(tensor, 0);
    case ElementType::kInt32:
      return element<std::int32_t>(tensor, 0);
    case ElementType::kUint64:
      return static_cast<double>(element<std::uint64_t>(tensor, 0));
    case ElementType::kInt64:
      return static_cast<double>(element<std::int64_t>(tensor, 0));
    case ElementType::kString:
    case ElementType::kUndefined:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Dims> integers_of(const Tensor& tensor) {
  const bool wide = tensor.type == ElementType::kInt64;
  if (!wide && tensor.type != ElementType::kInt32) return std::nullopt;
  Dims values(tensor.data.size() / size_of(tensor.type));
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = wide ? element<std::int64_t>(tensor, i) : element<std::int32_t>(tensor, i);
  }
  return values;
}

std::optional<Tensor> one_of(ElementType type) {
  Tensor one{.name = {}, .type = type, .dims = {}, .data = std::string(size_of(type), '\0')};
  switch (type) {
    case ElementType::kFloat:
      one.data = encoded<float>(Dims{1});
      break;
    case ElementType::kDouble:
      one.data = encoded<double>(Dims{1});
      break;
    case ElementType::kFloat16:
      one.data = encoded<std::uint16_t>(Dims{0x3c00});
      break;
    case ElementType::kBfloat16:
      one.data = encoded<std::uint16_t>(Dims{0x3f80});
      break;
    case ElementType::kString:
    case ElementType::kUndefined:
      return std::nullopt;
    default:
      one.data.front() = 1;
  }
  return one;
}

std::optional<std::string> range_data(ElementType type, double start, double step, std::int64_t count) {
  switch (type) {
    case ElementType::kFloat:
      return range<float>(start, step, count);
    case ElementType::kDouble:
      return range<double>(start, step, count);
    case ElementType::kInt64:
      return range<std::int64_t>(start, step, count);
    case ElementType::kInt32:
      return range<std::int32_t>(start, step, count);
    default:
      return std::nullopt;
  }
}

Tensor integers_tensor(std::string name, const Dims& values) {
  return Tensor{.name = std::move(name),
                .type = ElementType::kInt64,
                .dims = {static_cast<std::int64_t>(values.size())},
                .data = encoded<std::int64_t>(values)};
}

}  // namespace bakeoff::model::dialect
