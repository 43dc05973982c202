#include "model/onnx/shapes/known.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <type_traits>

#include "model/onnx/counts.h"

namespace bakeoff::model::shapes {
namespace {

template <typename Stored, typename Wide>
std::vector<Wide> decode(const Tensor& tensor) {
  static_assert(std::endian::native == std::endian::little, "tensor data is little-endian");
  std::vector<Wide> values;
  values.reserve(tensor.data.size() / sizeof(Stored));
  for (std::size_t i = 0; i + sizeof(Stored) <= tensor.data.size(); i += sizeof(Stored)) {
    Stored value{};
    std::memcpy(&value, tensor.data.data() + i, sizeof(Stored));
    values.push_back(static_cast<Wide>(value));
  }
  return values;
}

bool is_empty(const std::vector<ViewAxis>& view) {
  return std::any_of(view.begin(), view.end(), [](const ViewAxis& axis) { return axis.count == 0; });
}

template <typename Number>
std::vector<Number> seen_in(const std::vector<Number>& numbers, std::int64_t offset,
                            std::span<const ViewAxis> view) {
  if (view.empty()) return {numbers[static_cast<std::size_t>(offset)]};
  std::vector<Number> seen;
  for (std::int64_t i = 0; i < view.front().count; ++i) {
    const auto part = seen_in(numbers, offset + i * view.front().stride, view.subspan(1));
    seen.insert(seen.end(), part.begin(), part.end());
  }
  return seen;
}

}  // namespace

std::vector<ViewAxis> view_of(const Shape& shape) {
  std::vector<ViewAxis> view;
  for (const Dim& dim : shape) view.push_back({.count = dim.value.value_or(0), .stride = 0});
  if (is_empty(view)) return view;  // no stride is ever taken, and their product might be too large
  std::int64_t stride = 1;
  for (auto axis = view.rbegin(); axis != view.rend(); ++axis) {
    axis->stride = stride;
    stride *= axis->count;
  }
  return view;
}

Numbers viewed(const Numbers& numbers, std::int64_t offset, const std::vector<ViewAxis>& view) {
  return std::visit(
      [&](const auto& elements) -> Numbers {
        using Elements = std::remove_cvref_t<decltype(elements)>;
        return is_empty(view) ? Elements() : seen_in(elements, offset, view);
      },
      numbers);
}

std::optional<Numbers> numbers_of(const Tensor& tensor) {
  const std::optional<std::int64_t> count = element_count(tensor.dims);
  if (!count || *count > kMostNumbers) return std::nullopt;
  switch (tensor.type) {
    case ElementType::kInt64:
      return decode<std::int64_t, std::int64_t>(tensor);
    case ElementType::kInt32:
      return decode<std::int32_t, std::int64_t>(tensor);
    case ElementType::kBool:
      return decode<std::uint8_t, std::int64_t>(tensor);
    case ElementType::kFloat:
      return decode<float, double>(tensor);
    case ElementType::kDouble:
      return decode<double, double>(tensor);
    default:
      return std::nullopt;
  }
}

Known known_of(const Tensor& tensor) {
  return Known{.type = tensor.type, .shape = to_shape(tensor.dims), .numbers = numbers_of(tensor)};
}

Known known_integers(std::vector<std::int64_t> values) {
  const auto count = static_cast<std::int64_t>(values.size());
  return Known{.type = ElementType::kInt64, .shape = Shape{axis_of(count)}, .numbers = std::move(values)};
}

const std::vector<std::int64_t>* integers(const Known* known) {
  return known != nullptr && known->numbers ? std::get_if<std::vector<std::int64_t>>(&*known->numbers)
                                            : nullptr;
}

std::optional<std::vector<double>> reals(const Known* known) {
  if (known == nullptr || !known->numbers) return std::nullopt;
  if (const auto* values = std::get_if<std::vector<double>>(&*known->numbers)) return *values;
  std::vector<double> wide;
  for (const std::int64_t value : std::get<std::vector<std::int64_t>>(*known->numbers)) {
    wide.push_back(static_cast<double>(value));
  }
  return wide;
}

}  // namespace bakeoff::model::shapes
