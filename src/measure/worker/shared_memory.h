#pragma once

#include <cstddef>
#include <span>

#include "base/error.h"

namespace bakeoff::measure {

/// Memory that conductor and workers share through a memfd; unmapped and closed by the destructor.
class SharedMemory {
 public:
  enum class Access { kRead, kReadWrite };

  /// A new region of zeros, for `name` in /proc/PID/maps. The memory is taken at once, so the caller has made
  /// sure that it is there.
  static Result<SharedMemory> create(const char* name, std::size_t size);

  /// The region behind a descriptor, which stays the caller's; its size is asked of the kernel.
  static Result<SharedMemory> map(int descriptor, Access access);

  SharedMemory() = default;
  ~SharedMemory();
  SharedMemory(SharedMemory&& other) noexcept;
  SharedMemory& operator=(SharedMemory&& other) noexcept;

  /// Grows the region behind `descriptor` and maps it again; addresses change.
  Result<void> grow(int descriptor, std::size_t size);

  /// Forbids every further write, by anybody. Only the conductor's writable mapping may have existed, and it
  /// is gone.
  Result<void> seal();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::span<std::byte> bytes() const { return {data_, size_}; }

 private:
  void release();

  int descriptor_ = -1;  ///< -1: somebody else's
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace bakeoff::measure
