#include "model/onnx/batch_axis.h"

#include <limits>

#include "model/onnx/counts.h"

namespace bakeoff::model {
namespace {

std::int64_t elements_before(std::span<const std::int64_t> dims, std::size_t axis) {
  return element_count(dims.first(axis)).value_or(std::numeric_limits<std::int64_t>::max());
}

}  // namespace

std::optional<std::size_t> batch_axis(std::span<const std::int64_t> before,
                                      std::span<const std::int64_t> after, BatchChange change) {
  if (before.size() != after.size()) return std::nullopt;
  std::optional<std::size_t> axis;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == after[i]) continue;
    // Axes and batches are below 2^31, so these products are exact.
    if (axis || before[i] * change.to != after[i] * change.from) return std::nullopt;
    axis = i;
  }
  return axis;
}

std::optional<std::size_t> batch_entry(std::span<const std::int64_t> data, std::size_t axis,
                                       std::span<const std::int64_t> result, BatchChange change) {
  if (data[axis] != change.from) return std::nullopt;
  const std::int64_t before = elements_before(data, axis);
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (result[i] == change.from && elements_before(result, i) == before) return i;
  }
  return std::nullopt;
}

bool may_keep_items_apart(std::span<const std::int64_t> data, std::size_t data_axis,
                          std::span<const std::int64_t> result, std::size_t result_axis, BatchChange change) {
  const std::int64_t first_place = elements_before(data, data_axis);
  const std::int64_t last_place = elements_before(data, data_axis + 1) / change.from;
  return elements_before(result, result_axis) <= last_place &&
         elements_before(result, result_axis + 1) / change.from >= first_place;
}

}  // namespace bakeoff::model
