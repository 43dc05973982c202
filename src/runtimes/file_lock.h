#pragma once

#include <filesystem>
#include <functional>

#include "base/error.h"

namespace bakeoff::runtimes {

/// An exclusive lock (flock) on a file, held until the object goes; the kernel frees it when a process dies.
class FileLock {
 public:
  /// Makes the file if need be and waits for the lock; `on_wait` is called once, only if another holds it.
  static Result<FileLock> acquire(const std::filesystem::path& file, const std::function<void()>& on_wait);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int file) : file_(file) {}
  int file_;
};

}  // namespace bakeoff::runtimes
