#pragma once

#include <filesystem>

#include "base/error.h"

namespace bakeoff::store {

/// Keeps a second bakeoff from writing to the same study file: SQLite's own locks last only as long as one
/// transaction. An open-file-description lock on a byte that SQLite never uses; readers are not held up, and
/// it ends with the process. Where a file system has no such locks, there is no protection.
///
/// Closing any descriptor of a file drops the process's other locks on it (fcntl(2)), SQLite's among them: so
/// a lock may only end while no transaction of the same process is open.
class WriterLock {
 public:
  enum class Mode { kCreate, kExisting };

  /// Makes the file (kUsage if it exists) or opens it (kNotFound, kUsage if it may not be written or is being
  /// written by another bakeoff).
  static Result<WriterLock> take(const std::filesystem::path& path, Mode mode);

  ~WriterLock();
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;

 private:
  explicit WriterLock(int file) : file_(file) {}
  int file_;
};

}  // namespace bakeoff::store
