#include "model/onnx/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/random.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that is closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }

  /// close() itself may report a failed write (network file systems).
  [[nodiscard]] bool close() {
    const int number = number_;
    number_ = -1;
    return ::close(number) == 0;
  }

 private:
  int number_;
};

Result<void> write_all(int file, std::string_view data, const fs::path& path) {
  while (!data.empty()) {
    const ssize_t written = ::write(file, data.data(), data.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_errno(errno, "cannot write", path.string());
    data.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> write_and_sync(const fs::path& path, std::span<const std::string_view> pieces) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.number() < 0) return fail_errno(errno, "cannot create", path.string());
  for (const std::string_view piece : pieces) {
    Result<void> written = write_all(file.number(), piece, path);
    if (!written) return written;
  }
  if (::fsync(file.number()) != 0 || !file.close()) return fail_errno(errno, "cannot write", path.string());
  return {};
}

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.number() < 0 || ::fsync(file.number()) != 0) {
    return fail_errno(errno, "cannot sync the folder", folder.string());
  }
  return {};
}

}  // namespace

Result<void> write_atomically(const fs::path& path, std::string_view data) {
  return write_atomically(path, std::span(&data, 1));
}

Result<void> write_atomically(const fs::path& path, std::span<const std::string_view> pieces) {
  const fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
  const fs::path temporary = folder / ("." + path.filename().string() + "." + std::to_string(system_seed()) +
                                       std::string(kUnfinished));
  Result<void> written = write_and_sync(temporary, pieces);
  if (!written) {
    ::unlink(temporary.c_str());
    return written;
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    return fail_errno(reason, "cannot rename to", path.string());
  }
  return sync_folder(folder);
}

void mark_used(const fs::path& file) {
  ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0);
}

}  // namespace bakeoff::model
