#pragma once

#include <cstddef>
#include <functional>

namespace bakeoff::model::reference {

/// Elements that one thread takes at once where an element costs about a nanosecond: below that, starting a
/// thread costs more than it saves.
inline constexpr std::size_t kElementsPerTask = std::size_t{1} << 17U;

/// How many threads the allowed processors give.
std::size_t thread_count();

/// Calls task(i) for every i below count, on all allowed processors; returns when all are done. What a task
/// throws is thrown here.
void parallel_tasks(std::size_t count, const std::function<void(std::size_t)>& task);

/// The same for [0, count) cut into ranges of about `grain`: range(begin, end).
void parallel_ranges(std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t)>& range);

}  // namespace bakeoff::model::reference
