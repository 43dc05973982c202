#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bakeoff::model {

/// A number of items at once, in the file and as asked.
struct BatchChange {
  std::int64_t from = 1;
  std::int64_t to = 1;
};

/// The one axis whose length grows from `before` to `after` as the batch does; nothing if no axis grows, or
/// several do, or one in another proportion.
std::optional<std::size_t> batch_axis(std::span<const std::int64_t> before,
                                      std::span<const std::int64_t> after, BatchChange change);

/// A Reshape whose data has shape `data` at the file's own batch, with the batch at `axis`: which entry of
/// its result (shape `result` at that batch) is the batch again. The entry must be the batch itself, with as
/// many elements before it as before the data's batch axis; nothing otherwise.
std::optional<std::size_t> batch_entry(std::span<const std::int64_t> data, std::size_t axis,
                                       std::span<const std::int64_t> result, BatchChange change);

/// False if a Reshape from `data` (which grows at `data_axis`) to `result` (which grows at `result_axis`;
/// both at the file's own batch) certainly mixes elements of different items. In row-major order the batch
/// must lie inside the axis that grows, before and after; where it lies in an axis that holds more than the
/// batch, this function does not ask.
bool may_keep_items_apart(std::span<const std::int64_t> data, std::size_t data_axis,
                          std::span<const std::int64_t> result, std::size_t result_axis, BatchChange change);

}  // namespace bakeoff::model
