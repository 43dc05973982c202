#include <algorithm>
#include <system_error>

#include "runtimes/disk.h"
#include "runtimes/file_lock.h"
#include "runtimes/installed.h"
#include "runtimes/place.h"
#include "runtimes/version.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

// All versions of `name`, whole or damaged, newest first.
std::vector<std::string> versions_of(const fs::path& folder) {
  std::vector<std::string> versions;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string version = entry->path().filename().string();
    if (is_folder_name(version)) versions.push_back(version);
  }
  std::sort(versions.begin(), versions.end(),
            [](const std::string& a, const std::string& b) { return compare_versions(a, b) > 0; });
  return versions;
}

// Gone at once by its rename; the slow part cannot leave half an installation behind.
Result<void> remove_place(const fs::path& place) {
  const auto scratch = make_scratch(place.parent_path(), kScratchPrefix);
  if (!scratch) return tl::unexpected(scratch.error());
  std::error_code error;
  fs::rename(place, *scratch / "removed", error);
  std::error_code ignored;
  fs::remove_all(*scratch, ignored);
  if (error) return fail_write(error.value(), "remove", place);
  return {};
}

}  // namespace

Result<std::vector<std::string>> remove(std::string_view name, std::string_view version,
                                        const fs::path& folder) {
  const std::string wanted = std::string(name) + (version.empty() ? "" : "==" + std::string(version));
  if (!is_folder_name(name) || (!version.empty() && !is_folder_name(version))) {
    return fail(ErrorKind::kUsage, "'" + wanted + "' is not a runtime");
  }
  const fs::path parent = folder / name;
  std::string others;
  for (const auto& there : versions_of(parent)) others += (others.empty() ? "" : ", ") + there;
  const auto not_found = [&] {
    return fail(ErrorKind::kNotFound, wanted + " is not installed", folder.string(),
                others.empty() ? "" : "there is " + others);
  };
  if (others.empty()) return not_found();

  const auto held = FileLock::acquire(folder / kLockName, [] {});
  if (!held) return tl::unexpected(held.error());
  remove_leftovers(parent, kScratchPrefix);
  std::vector<std::string> removed;
  for (const auto& there : versions_of(parent)) {
    if (!version.empty() && there != version) continue;
    if (auto gone = remove_place(parent / there); !gone) return tl::unexpected(gone.error());
    removed.push_back(there);
  }
  if (removed.empty()) return not_found();
  std::error_code ignored;
  fs::remove(parent, ignored);  // only if it is empty
  return removed;
}

}  // namespace bakeoff::runtimes
