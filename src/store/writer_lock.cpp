#include "store/writer_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace bakeoff::store {
namespace {

// SQLite locks bytes from 2^30 to 2^30 + 511.
constexpr off_t kLockByte = (off_t{1} << 30) + 4096;

tl::unexpected<Error> open_failure(int reason, const std::filesystem::path& path) {
  switch (reason) {
    case EEXIST:
      return fail(ErrorKind::kUsage, "exists already", path.string(),
                  "--resume goes on with it, --overwrite begins a new try in it, -o names another");
    case ENOENT:
    case ENOTDIR:
      return fail(ErrorKind::kNotFound, "is not there", path.string());
    case EISDIR:
      return fail(ErrorKind::kBadInput, "is a folder, not a study file", path.string());
    case EACCES:
    case EPERM:
    case EROFS:
      return fail(ErrorKind::kUsage, "may not be written", path.string(),
                  "name a file elsewhere with -o, or change its permissions");
    default:
      return fail_errno(reason, "cannot be opened for writing", path.string());
  }
}

}  // namespace

Result<WriterLock> WriterLock::take(const std::filesystem::path& path, Mode mode) {
  const int flags = O_RDWR | O_CLOEXEC | (mode == Mode::kCreate ? O_CREAT | O_EXCL : 0);
  const int file = ::open(path.c_str(), flags, 0644);
  if (file < 0) {
    // A missing folder is no missing study.
    if (errno == ENOENT && mode == Mode::kCreate) {
      return fail(ErrorKind::kUsage, "cannot be made: its folder is not there", path.string());
    }
    return open_failure(errno, path);
  }
  WriterLock lock(file);
  struct stat status {};
  if (::fstat(file, &status) == 0 && !S_ISREG(status.st_mode)) {
    return fail(ErrorKind::kBadInput, "is no file, but a pipe or a device", path.string());
  }
  struct flock range {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  range.l_start = kLockByte;
  range.l_len = 1;
  if (::fcntl(file, F_OFD_SETLK, &range) != 0 && (errno == EAGAIN || errno == EACCES)) {
    return fail(ErrorKind::kUsage, "is being written by another bakeoff", path.string(),
                "wait until that one has ended, or name another file with -o");
  }
  return lock;
}

WriterLock::~WriterLock() {
  if (file_ >= 0) ::close(file_);
}

WriterLock::WriterLock(WriterLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

}  // namespace bakeoff::store
