#include "cli/write_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace bakeoff::cli {

Result<void> write_file(const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  const bool opened = file.is_open();
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (file) return {};
  auto failure = fail_errno(errno, "cannot write the file", path);
  // Half a report is worse than none. What is no file (/dev/full, a pipe) is not ours to remove.
  std::error_code ignored;
  if (opened && std::filesystem::is_regular_file(path, ignored)) std::filesystem::remove(path, ignored);
  return failure;
}

}  // namespace bakeoff::cli
