#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

#include "base/error.h"

namespace bakeoff::measure {

/// Another process that measures on this machine.
struct LockHolder {
  pid_t process = 0;    ///< 0: in another PID namespace
  std::string command;  ///< its command line, as far as it may be read
};

/// The right to measure on this machine, which one process has at a time, whoever's it is: two that measure
/// at once would each be the other's noise. The kernel takes it back when the process ends, however it does.
class MachineLock {
 public:
  /// The file that all bakeoffs of this machine lock.
  static std::filesystem::path place();

  /// Takes the lock if it is free; who has it otherwise is told by holder(). kInternal where the file cannot
  /// be made.
  static Result<std::optional<MachineLock>> try_take(const std::filesystem::path& file);

  /// Who has the lock right now; nothing if it is free.
  static Result<std::optional<LockHolder>> holder(const std::filesystem::path& file);

  MachineLock(MachineLock&& other) noexcept;
  MachineLock& operator=(MachineLock&&) = delete;
  MachineLock(const MachineLock&) = delete;
  MachineLock& operator=(const MachineLock&) = delete;
  ~MachineLock();

 private:
  explicit MachineLock(int file) : file_(file) {}
  int file_;
};

}  // namespace bakeoff::measure
