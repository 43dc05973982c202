#include "measure/host/machine_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "measure/host/kernel_files.h"

namespace bakeoff::measure {
namespace {

// A record lock (fcntl), not flock: the kernel tells who holds it, without anything written in the file that
// could be stale. Everybody may write to the file, or a second user could not lock what the first has made.
constexpr mode_t kForEverybody = 0666;

Result<int> open_file(const std::filesystem::path& file) {
  int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0 && errno == ENOENT) {
    descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kForEverybody);
    if (descriptor >= 0) {
      ::fchmod(descriptor, kForEverybody);  // whatever the umask; ours, so that it cannot fail
    } else if (errno == EEXIST) {
      descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    }
  }
  if (descriptor < 0) return fail_errno(errno, "cannot open the lock of this machine", file.string());
  return descriptor;
}

struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string command_of(pid_t process) {
  auto words = read_kernel_file("/proc/" + std::to_string(process) + "/cmdline");
  if (!words) return {};
  while (!words->empty() && words->back() == '\0') words->pop_back();
  std::replace(words->begin(), words->end(), '\0', ' ');
  return *words;
}

}  // namespace

std::filesystem::path MachineLock::place() {
  return "/tmp/bakeoff.lock";  // not $TMPDIR: it must be the same for everybody
}

Result<std::optional<MachineLock>> MachineLock::try_take(const std::filesystem::path& file) {
  const auto descriptor = open_file(file);
  if (!descriptor) return tl::unexpected(descriptor.error());
  MachineLock lock(*descriptor);
  struct flock wanted = whole_file();
  if (::fcntl(*descriptor, F_SETLK, &wanted) == 0) return std::optional<MachineLock>(std::move(lock));
  if (errno == EACCES || errno == EAGAIN) return std::optional<MachineLock>();
  return fail_errno(errno, "cannot lock", file.string());
}

Result<std::optional<LockHolder>> MachineLock::holder(const std::filesystem::path& file) {
  const auto descriptor = open_file(file);
  if (!descriptor) return tl::unexpected(descriptor.error());
  const MachineLock closes_it(*descriptor);
  struct flock wanted = whole_file();
  if (::fcntl(*descriptor, F_GETLK, &wanted) != 0)
    return fail_errno(errno, "cannot ask for the lock", file.string());
  if (wanted.l_type == F_UNLCK) return std::optional<LockHolder>();
  return std::optional<LockHolder>({wanted.l_pid, wanted.l_pid > 0 ? command_of(wanted.l_pid) : ""});
}

MachineLock::MachineLock(MachineLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

MachineLock::~MachineLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace bakeoff::measure
