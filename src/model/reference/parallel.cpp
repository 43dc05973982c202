#include "model/reference/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace bakeoff::model::reference {

std::size_t thread_count() {
  // glibc counts the processors that this process may run on, not those of the machine.
  return std::max(1U, std::thread::hardware_concurrency());
}

void parallel_tasks(std::size_t count, const std::function<void(std::size_t)>& task) {
  const std::size_t threads = std::min(thread_count(), count);
  if (threads <= 1) {
    for (std::size_t i = 0; i < count; ++i) task(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex guard;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) task(i);
    } catch (...) {
      next = count;
      const std::lock_guard<std::mutex> lock(guard);
      failure = std::current_exception();
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  if (failure) std::rethrow_exception(failure);
}

void parallel_ranges(std::size_t count, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t)>& range) {
  const std::size_t size = std::max<std::size_t>(grain, 1);
  parallel_tasks((count + size - 1) / size,
                 [&](std::size_t i) { range(i * size, std::min(count, (i + 1) * size)); });
}

}  // namespace bakeoff::model::reference
