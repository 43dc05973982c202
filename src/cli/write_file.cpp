#include "cli/write_file.h"

#include <cerrno>
#include <fstream>

namespace bakeoff::cli {

Result<void> write_file(const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) return fail_errno(errno, "cannot write the file", path);
  return {};
}

}  // namespace bakeoff::cli
