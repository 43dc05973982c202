#include "runtimes/disk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kOtherFolder = "set BAKEOFF_RUNTIMES to a folder elsewhere";

std::string megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

}  // namespace

tl::unexpected<Error> fail_write(int error_number, std::string_view action, const fs::path& path) {
  auto failure = fail_errno(error_number, "cannot " + std::string(action), path.string());
  if (error_number == ENOSPC || error_number == EDQUOT) {
    failure.value().hint = "make room on that disk, or " + std::string(kOtherFolder);
  } else if (error_number == EACCES || error_number == EPERM || error_number == EROFS) {
    failure.value().hint = kOtherFolder;
  }
  return failure;
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail_write(error.value(), "make the folder", folder);
  return {};
}

Result<void> check_space(const fs::path& folder, std::uint64_t needed) {
  struct statvfs disk {};
  // A file system that does not tell is believed to have room: the writes will say.
  if (statvfs(folder.c_str(), &disk) != 0) return {};
  const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (free >= needed) return {};
  return fail(ErrorKind::kInternal,
              "the disk is full: " + megabytes(needed) + " are needed, " + megabytes(free) + " are left",
              folder.string(), "make room on that disk, or " + std::string(kOtherFolder));
}

namespace {

Result<void> sync_by(int (*sync)(int), const fs::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail_write(errno, "open", path);
  const int error = sync(file) == 0 ? 0 : errno;
  close(file);
  // EINVAL: a file system that has nothing to sync.
  if (error != 0 && error != EINVAL) return fail_write(error, "write", path);
  return {};
}

}  // namespace

Result<void> sync_path(const fs::path& path) {
  return sync_by(fsync, path);
}

Result<void> sync_all(const fs::path& folder) {
  return sync_by(syncfs, folder);
}

void remove_leftovers(const fs::path& folder, std::string_view prefix) {
  std::error_code ignored;
  for (fs::directory_iterator entry(folder, ignored), end; entry != end; entry.increment(ignored)) {
    if (entry->path().filename().string().starts_with(prefix)) fs::remove_all(entry->path(), ignored);
  }
}

Result<fs::path> make_scratch(const fs::path& parent, std::string_view prefix) {
  if (auto made = make_folder(parent); !made) return tl::unexpected(made.error());
  std::string pattern = (parent / (std::string(prefix) + "XXXXXX")).string();
  if (!mkdtemp(pattern.data())) return fail_write(errno, "make a folder in", parent);
  return fs::path(pattern);
}

}  // namespace bakeoff::runtimes
