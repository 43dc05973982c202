#include "runtimes/wheel_cache.h"

#include <cstdlib>
#include <string_view>
#include <system_error>

#include "base/hash.h"
#include "runtimes/disk.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kPartial = ".partial-";

// One folder a hash, so that the file keeps the name pip knows it by.
fs::path place_of(const fs::path& cache, const PinnedWheel& pinned) {
  return cache / pinned.sha256 / pinned.file;
}

}  // namespace

fs::path wheel_cache_folder() {
  // The specification of XDG_CACHE_HOME says that a relative one is to be ignored.
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && cache[0] == '/') {
    return fs::path(cache) / "bakeoff" / "wheels";
  }
  const char* home = std::getenv("HOME");
  return fs::path(home && *home ? home : "/tmp") / ".cache" / "bakeoff" / "wheels";
}

Result<fs::path> find_cached(const fs::path& cache, const PinnedWheel& pinned) {
  const fs::path place = place_of(cache, pinned);
  std::error_code error;
  if (!fs::is_regular_file(place, error)) {
    return fail(ErrorKind::kNotFound, "not in the wheel cache", place.string());
  }
  const auto sha256 = sha256_of_file(place);
  if (!sha256) return tl::unexpected(sha256.error());
  if (*sha256 == pinned.sha256) return place;
  fs::remove(place, error);
  return fail(ErrorKind::kBadInput, "has the SHA-256 " + *sha256 + " instead of " + pinned.sha256,
              place.string());
}

Result<fs::path> move_to_cache(const fs::path& cache, const PinnedWheel& pinned, const fs::path& wheel) {
  const fs::path place = place_of(cache, pinned);
  const fs::path folder = place.parent_path();
  if (auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  remove_leftovers(folder, kPartial);

  std::error_code error;
  fs::rename(wheel, place, error);
  if (!error) return place;

  // Another file system: copy beside the place first, so that the place never holds half a file.
  const auto scratch = make_scratch(folder, kPartial);
  if (!scratch) return tl::unexpected(scratch.error());
  const fs::path copy = *scratch / pinned.file;
  fs::copy_file(wheel, copy, error);
  if (!error) fs::rename(copy, place, error);
  std::error_code ignored;
  fs::remove_all(*scratch, ignored);
  if (error) return fail_write(error.value(), "keep the wheel", place);
  fs::remove(wheel, ignored);
  return place;
}

}  // namespace bakeoff::runtimes
