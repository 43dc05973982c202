#include "runtimes/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "runtimes/disk.h"

namespace bakeoff::runtimes {

Result<FileLock> FileLock::acquire(const std::filesystem::path& file, const std::function<void()>& on_wait) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) return fail_write(errno, "make the lock", file);
  FileLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    on_wait();
    if (flock(descriptor, LOCK_EX) == 0) return lock;
  }
  if (errno == EINTR) {
    return fail(ErrorKind::kInterrupted, "interrupted while another installation was under way",
                file.string());
  }
  return fail_errno(errno, "cannot lock", file.string());
}

FileLock::FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FileLock::~FileLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace bakeoff::runtimes
