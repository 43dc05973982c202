#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace bakeoff {

/// A folder of this process's own, in memory where there is such a disk. libFuzzer runs no
/// destructors where it ends: run.py removes it.
class ScratchFolder {
 public:
  ScratchFolder() {
    const std::filesystem::path in_memory = "/dev/shm";
    const auto above =
        access(in_memory.c_str(), W_OK) == 0 ? in_memory : std::filesystem::temp_directory_path();
    path_ = above / ("bakeoff-fuzz-" + std::to_string(getpid()));
    std::filesystem::create_directory(path_);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace bakeoff
