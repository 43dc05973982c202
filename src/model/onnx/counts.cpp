#include "model/onnx/counts.h"

#include <algorithm>
#include <limits>

namespace bakeoff::model {
namespace {

template <typename Axis>
std::string bracketed(const std::vector<Axis>& axes) {
  std::string text = "[";
  for (const Axis& axis : axes) text += (text.size() > 1 ? ", " : "") + axis;
  return text + "]";
}

}  // namespace

std::optional<std::int64_t> checked_product(std::int64_t a, std::int64_t b) {
  if (a < 0 || b < 0) return std::nullopt;
  if (b != 0 && a > std::numeric_limits<std::int64_t>::max() / b) return std::nullopt;
  return a * b;
}

std::optional<std::int64_t> element_count(std::span<const std::int64_t> dims) {
  // A zero axis makes the product zero whatever the others are; still each of them must be valid.
  if (std::any_of(dims.begin(), dims.end(), [](std::int64_t dim) { return dim < 0; })) return std::nullopt;
  if (std::find(dims.begin(), dims.end(), 0) != dims.end()) return 0;
  std::optional<std::int64_t> count = 1;
  for (const std::int64_t dim : dims) {
    count = checked_product(*count, dim);
    if (!count) return std::nullopt;
  }
  return count;
}

std::optional<std::int64_t> byte_count(ElementType type, std::span<const std::int64_t> dims) {
  const std::optional<std::int64_t> count = element_count(dims);
  if (!count || size_of(type) == 0) return std::nullopt;
  return checked_product(*count, static_cast<std::int64_t>(size_of(type)));
}

std::string to_string(std::span<const std::int64_t> dims) {
  std::vector<std::string> axes;
  axes.reserve(dims.size());
  for (const std::int64_t dim : dims) axes.push_back(std::to_string(dim));
  return bracketed(axes);
}

std::string to_string(const Shape& shape) {
  std::vector<std::string> axes;
  axes.reserve(shape.size());
  for (const Dim& dim : shape) {
    axes.push_back(dim.value ? std::to_string(*dim.value) : dim.name.empty() ? "?" : dim.name);
  }
  return bracketed(axes);
}

Shape to_shape(std::span<const std::int64_t> dims) {
  Shape shape;
  shape.reserve(dims.size());
  for (const std::int64_t dim : dims) shape.push_back(Dim{.value = dim, .name = {}});
  return shape;
}

std::optional<std::vector<std::int64_t>> to_dims(const Shape& shape) {
  std::vector<std::int64_t> dims;
  dims.reserve(shape.size());
  for (const Dim& dim : shape) {
    if (!dim.value) return std::nullopt;
    dims.push_back(*dim.value);
  }
  return dims;
}

std::uint64_t weight_bytes(const Graph& graph) {
  std::uint64_t bytes = 0;
  for (const Tensor& tensor : graph.initializers) bytes += tensor.data.size();
  for (const OpaqueTensor& tensor : graph.opaque_initializers) bytes += tensor.bytes.size();
  for (const std::string& function : graph.functions) bytes += function.size();
  for (const Node& node : graph.nodes) {
    for (const auto& [name, value] : node.attributes) {
      if (const auto* tensor = std::get_if<Tensor>(&value)) bytes += tensor->data.size();
      if (const auto* opaque = std::get_if<Opaque>(&value)) bytes += opaque->bytes.size();
    }
  }
  return bytes;
}

}  // namespace bakeoff::model
