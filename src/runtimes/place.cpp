#include "runtimes/place.h"

#include <algorithm>
#include <string>

#include "runtimes/adapter_build.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;

fs::path place_of(const fs::path& folder, std::string_view name, std::string_view version) {
  std::error_code error;
  const fs::path whole = fs::absolute(folder, error);
  return (error ? folder : whole).lexically_normal() / name / version;
}

bool is_folder_name(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._+-!").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.front() != '.' && std::all_of(text.begin(), text.end(), allowed);
}

InstalledRuntime installed_from(const Manifest& manifest, const fs::path& place, const RuntimeEntry* entry) {
  const bool built = entry != nullptr && entry->build;
  const fs::path brought = manifest.adapter ? place / manifest.library.path : fs::path();
  return {.name = manifest.name,
          .version = manifest.version,
          .library_dir = place,
          .source = manifest.wheel,
          .adapter = built ? adapter_place(adapter_order(*entry), place) : brought};
}

Result<InstalledRuntime> inspect(const fs::path& place, std::string_view name, std::string_view version,
                                 const RuntimeEntry* entry) {
  const std::string wanted = std::string(name) + "==" + std::string(version);
  std::error_code error;
  if (!fs::exists(place, error))
    return fail(ErrorKind::kNotFound, wanted + " is not installed", place.string());

  const auto damaged = [&](const std::string& why) {
    const bool known = entry != nullptr && !entry->third_party;
    return fail(ErrorKind::kBadInput, wanted + " is damaged: " + why, place.string(),
                known ? "bakeoff runtimes install " + wanted
                      : "bakeoff runtimes add its adapter anew, or bakeoff runtimes remove " + wanted);
  };
  const auto manifest = read_manifest(place);
  if (!manifest) return damaged(manifest.error().what);
  if (manifest->name != name || manifest->version != version) {
    return damaged("it says that it is " + manifest->name + "==" + manifest->version);
  }
  if (auto checked = check_files(*manifest, place); !checked) return damaged(checked.error().what);
  InstalledRuntime installed = installed_from(*manifest, place, entry);
  if (!installed.adapter.empty() && !fs::exists(installed.adapter, error)) {
    return fail(ErrorKind::kBadInput, "the adapter of " + wanted + " was built by another version of bakeoff",
                place.string(), "build it anew, without a download: bakeoff runtimes install " + wanted);
  }
  return installed;
}

}  // namespace bakeoff::runtimes
