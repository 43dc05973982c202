#include "model/onnx/shapes/reduction.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {

Result<std::optional<std::vector<std::size_t>>> reduced_axes(const Call& call, std::size_t rank) {
  std::vector<std::int64_t> axes;
  if (call.optional_input(1) != nullptr) {
    const std::vector<std::int64_t>* given = integers(call.optional_input(1));
    if (given == nullptr) return std::optional<std::vector<std::size_t>>();
    axes = *given;
  } else {
    const Result<std::vector<std::int64_t>> given = call.integers("axes", {});
    if (!given) return tl::unexpected(given.error());
    axes = *given;
  }
  const Result<std::int64_t> noop = call.integer("noop_with_empty_axes", 0);
  if (!noop) return tl::unexpected(noop.error());
  Result<std::vector<std::size_t>> indices = normalised_axes(axes, rank);
  if (!indices) return tl::unexpected(indices.error());
  if (indices->empty() && *noop == 0) {
    indices->resize(rank);
    std::iota(indices->begin(), indices->end(), std::size_t{0});
  }
  return std::optional(std::move(*indices));
}

namespace {

Result<std::optional<Shape>> reduced(const Call& call, const std::vector<std::size_t>& axes) {
  const Result<std::int64_t> keep = call.integer("keepdims", 1);
  if (!keep) return tl::unexpected(keep.error());
  const Shape& from = *call.input(0).shape;
  Shape shape;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (std::find(axes.begin(), axes.end(), i) == axes.end()) {
      shape.push_back(from[i]);
    } else if (*keep != 0) {
      shape.push_back(axis_of(1));
    }
  }
  return std::optional(std::move(shape));
}

/// The one number that a reduction of a whole known vector gives, for the products that exporters make of
/// shapes.
std::optional<Numbers> product(const Call& call, const Shape& shape) {
  const std::vector<std::int64_t>* factors = integers(&call.input(0));
  const bool whole = shape.empty() || (shape.size() == 1 && call.input(0).shape->size() == 1);
  if (call.op_type() != "ReduceProd" || factors == nullptr || !whole) return std::nullopt;
  std::int64_t result = 1;
  for (const std::int64_t factor : *factors) {
    if (__builtin_mul_overflow(result, factor, &result)) return std::nullopt;
  }
  return std::vector<std::int64_t>{result};
}

}  // namespace

Result<Outputs> infer_reduce(const Call& call) {
  Known known{.type = call.input(0).type, .shape = {}, .numbers = {}};
  if (!call.input(0).shape) return Outputs{std::move(known)};
  const auto axes = reduced_axes(call, call.input(0).shape->size());
  if (!axes) return tl::unexpected(axes.error());
  if (!*axes) return Outputs{std::move(known)};
  Result<std::optional<Shape>> shape = reduced(call, **axes);
  if (!shape) return tl::unexpected(shape.error());
  known.shape = std::move(*shape);
  if (!(*axes)->empty()) known.numbers = product(call, *known.shape);
  return Outputs{std::move(known)};
}

Result<Outputs> infer_arg_reduce(const Call& call) {
  Known known{.type = ElementType::kInt64, .shape = {}, .numbers = {}};
  if (!call.input(0).shape) return Outputs{std::move(known)};
  const Result<std::size_t> axis = call.axis("axis", 0, call.input(0).shape->size());
  if (!axis) return tl::unexpected(axis.error());
  Result<std::optional<Shape>> shape = reduced(call, {*axis});
  if (!shape) return tl::unexpected(shape.error());
  known.shape = std::move(*shape);
  return Outputs{std::move(known)};
}

}  // namespace bakeoff::model::shapes
