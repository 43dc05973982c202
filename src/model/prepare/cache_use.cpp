#include "model/prepare/cache_use.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "model/onnx/atomic_file.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

constexpr Bytes kUsualLimit{std::uint64_t{20} << 30U};

struct Entry {
  fs::file_time_type used;
  fs::path path;
  std::uint64_t size = 0;
};

// Wheels of runtimes lie in the same cache, but are not ours.
std::vector<Entry> entries_of(const fs::path& cache) {
  std::vector<Entry> entries;
  for (const char* const folder : {"models", "expected"}) {
    std::error_code problem;
    for (fs::directory_iterator file(cache / folder, problem), end; !problem && file != end;
         file.increment(problem)) {
      std::error_code gone;
      Entry entry{file->last_write_time(gone), file->path(), 0};
      if (!gone) entry.size = file->file_size(gone);
      if (!gone) entries.push_back(std::move(entry));
    }
  }
  return entries;
}

std::uint64_t size_of(const std::vector<Entry>& entries) {
  std::uint64_t size = 0;
  for (const Entry& entry : entries) size += entry.size;
  return size;
}

// Only for who has the lock alone: nobody writes or reads then, so that every .tmp is a dead writer's.
void tidy(const fs::path& cache, Bytes limit) {
  std::vector<Entry> entries = entries_of(cache);
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.used, a.path) < std::tie(b.used, b.path);
  });
  std::uint64_t size = size_of(entries);
  for (const Entry& entry : entries) {
    const bool abandoned = entry.path.extension() == kUnfinished;
    if (!abandoned && size <= limit.count) continue;
    std::error_code problem;
    if (fs::remove(entry.path, problem)) size -= entry.size;
  }
}

}  // namespace

fs::path default_cache() {
  // The base directory specification has relative paths ignored.
  const auto folder = [](const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value == '/' ? fs::path(value) : fs::path();
  };
  if (const fs::path named = folder("XDG_CACHE_HOME"); !named.empty()) return named / "bakeoff";
  if (const fs::path home = folder("HOME"); !home.empty()) return home / ".cache" / "bakeoff";
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found);
  return (found != nullptr ? fs::path(found->pw_dir) : fs::temp_directory_path()) / ".cache" / "bakeoff";
}

Result<Bytes> cache_limit(const fs::path& cache) {
  if (const char* const text = std::getenv("BAKEOFF_CACHE_SIZE"); text != nullptr && *text != '\0') {
    auto limit = parse_bytes(text);
    if (!limit) limit.error().where = "BAKEOFF_CACHE_SIZE";
    return limit;
  }
  fs::path there = cache;
  std::error_code error;
  while (there.has_relative_path() && !fs::exists(there, error)) there = there.parent_path();
  const fs::space_info disk = fs::space(there, error);
  if (error) return kUsualLimit;
  return std::min(kUsualLimit, Bytes{(disk.available + size_of(entries_of(cache))) / 2});
}

CacheUse CacheUse::begin(fs::path cache, Bytes limit) {
  std::error_code error;
  fs::create_directories(cache, error);
  const int lock = ::open((cache / ".lock").c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0666);
  CacheUse use(std::move(cache), limit, lock);
  use.tidy_if_alone();
  while (lock >= 0 && ::flock(lock, LOCK_SH) != 0 && errno == EINTR) {
  }
  return use;
}

void CacheUse::tidy_if_alone() const {
  if (lock_ >= 0 && ::flock(lock_, LOCK_EX | LOCK_NB) == 0) tidy(cache_, limit_);
}

CacheUse::CacheUse(CacheUse&& other) noexcept
    : cache_(std::move(other.cache_)), limit_(other.limit_), lock_(std::exchange(other.lock_, -1)) {}

CacheUse::~CacheUse() {
  if (lock_ < 0) return;
  tidy_if_alone();
  ::close(lock_);
}

Result<CacheUse> use_default_cache() {
  const fs::path cache = default_cache();
  const Result<Bytes> limit = cache_limit(cache);
  if (!limit) return tl::unexpected(limit.error());
  return CacheUse::begin(cache, *limit);
}

}  // namespace bakeoff::model
