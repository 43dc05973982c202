#include "runtimes/installed.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <system_error>

#include "base/hash.h"
#include "runtimes/catalogue.h"
#include "runtimes/manifest.h"
#include "runtimes/place.h"
#include "runtimes/version.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFolderName = ".runtimes";

std::optional<fs::path> at_or_above(fs::path folder) {
  while (!folder.empty()) {
    std::error_code error;
    if (fs::is_directory(folder / kFolderName, error)) return folder / kFolderName;
    const fs::path parent = folder.parent_path();
    if (parent == folder) break;
    folder = parent;
  }
  return std::nullopt;
}

// The names of the folders in `folder`, without hidden ones.
Result<std::vector<std::string>> folders_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    std::string name = entry->path().filename().string();
    if (is_folder_name(name) && entry->is_directory(ignored)) names.push_back(std::move(name));
  }
  if (error == std::errc::no_such_file_or_directory) return names;
  if (error) {
    return fail(ErrorKind::kInternal, "cannot list the folder: " + error.message(), folder.string(),
                "set BAKEOFF_RUNTIMES to a folder that can be read");
  }
  return names;
}

}  // namespace

fs::path runtimes_folder() {
  if (const char* folder = std::getenv("BAKEOFF_RUNTIMES"); folder && *folder) return folder;
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (const auto found = at_or_above(here)) return *found;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (const auto found = at_or_above(program.parent_path())) return *found;
  return here / kFolderName;
}

Result<Inventory> find_installed(const fs::path& folder) {
  Inventory inventory;
  auto names = folders_in(folder);
  if (!names) return tl::unexpected(names.error());
  std::sort(names->begin(), names->end());
  for (const auto& name : *names) {
    auto versions = folders_in(folder / name);
    if (!versions) {
      inventory.damaged.push_back({name, "", versions.error()});
      continue;
    }
    const auto entry = find_runtime(name);
    std::sort(versions->begin(), versions->end(),
              [](const std::string& a, const std::string& b) { return compare_versions(a, b) > 0; });
    for (const auto& version : *versions) {
      auto found = inspect(place_of(folder, name, version), name, version, entry ? &*entry : nullptr);
      if (found) {
        inventory.installed.push_back(*std::move(found));
      } else {
        inventory.damaged.push_back({name, version, found.error()});
      }
    }
  }
  return inventory;
}

Result<std::string> library_hash(const InstalledRuntime& runtime) {
  if (runtime.library_dir.empty()) return std::string{};
  const auto manifest = read_manifest(runtime.library_dir);
  if (!manifest) return tl::unexpected(manifest.error());
  const auto& library = manifest->library;
  const fs::path path = runtime.library_dir / library.path;
  struct stat now {};
  if (stat(path.c_str(), &now) == 0 && static_cast<std::uint64_t>(now.st_size) == library.size &&
      now.st_mtim.tv_sec * 1'000'000'000 + now.st_mtim.tv_nsec == library.modified_ns) {
    return library.sha256;
  }
  return sha256_of_file(path);
}

}  // namespace bakeoff::runtimes
