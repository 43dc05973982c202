#include "runtimes/third_party.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "runtimes/ask_adapter.h"
#include "runtimes/disk.h"
#include "runtimes/file_lock.h"
#include "runtimes/manifest.h"
#include "runtimes/place.h"
#include "runtimes/version.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

Result<Manifest> manifest_from(const json& told, const std::string& where) try {
  Manifest manifest;
  told.at("name").get_to(manifest.name);
  told.at("version").get_to(manifest.version);
  manifest.adapter = AdapterDescription{.title = told.at("title").get<std::string>(),
                                        .forms = told.at("forms").get<std::vector<std::string>>(),
                                        .devices = told.at("devices").get<std::vector<std::string>>(),
                                        .precisions = told.at("precisions").get<std::vector<std::string>>()};
  const std::vector<RuntimeEntry> known = catalogue();
  const auto is_it = [&](const RuntimeEntry& entry) { return entry.name == manifest.name; };
  if (std::any_of(known.begin(), known.end(), is_it)) {
    return fail(ErrorKind::kUsage, "bakeoff itself has a runtime '" + manifest.name + "'", where,
                "give the adapter another name");
  }
  if (!is_folder_name(manifest.name) || !is_folder_name(manifest.version) ||
      manifest.adapter->forms.empty()) {
    return fail(ErrorKind::kBadInput,
                "the adapter gives no usable name, version or form: '" + manifest.name + "', '" +
                    manifest.version + "'",
                where, "names and versions are letters, digits and . _ + -");
  }
  return manifest;
} catch (const json::exception& error) {
  return fail(ErrorKind::kBadInput, std::string("the adapter's description is not whole: ") + error.what(),
              where);
}

Result<Manifest> describe(const AddRequest& request, const fs::path& adapter, const fs::path& scratch) {
  const std::string where = request.adapter.string();
  const auto told = ask_adapter({.worker = request.worker,
                                 .word = "--describe",
                                 .adapter = adapter,
                                 .scratch = scratch,
                                 .where = where});
  if (!told) return tl::unexpected(told.error());
  return manifest_from(*told, where);
}

Result<void> copy_into(const fs::path& folder, const fs::path& file, Manifest& manifest) {
  std::error_code error;
  const fs::path target = folder / file.filename();
  fs::copy_file(file, target, error);
  if (error) return fail(ErrorKind::kBadInput, "cannot copy the file: " + error.message(), file.string());
  manifest.files.push_back({file.filename().string(), fs::file_size(target, error)});
  return sync_path(target);
}

// Everything that can fail; on success `scratch`/files is a whole installation.
Result<Manifest> prepare(const AddRequest& request, const fs::path& scratch) {
  const fs::path files = scratch / "files";
  if (auto made = make_folder(files); !made) return tl::unexpected(made.error());
  Manifest copied;
  if (auto done = copy_into(files, request.adapter, copied); !done) return tl::unexpected(done.error());
  for (const fs::path& file : request.beside) {
    if (auto done = copy_into(files, file, copied); !done) return tl::unexpected(done.error());
  }
  auto manifest = describe(request, files / request.adapter.filename(), scratch);
  if (!manifest) return manifest;
  manifest->files = std::move(copied.files);
  auto library = describe_library(files, request.adapter.filename().string());
  if (!library) return tl::unexpected(library.error());
  manifest->library = *std::move(library);
  manifest->wheel = request.adapter.filename().string();
  manifest->wheel_sha256 = manifest->library.sha256;
  if (auto written = write_manifest(*manifest, files); !written) return tl::unexpected(written.error());
  if (auto synced = sync_path(files); !synced) return tl::unexpected(synced.error());
  return manifest;
}

Result<void> publish(const fs::path& scratch, const fs::path& target) {
  if (auto made = make_folder(target.parent_path()); !made) return made;
  std::error_code error;
  if (fs::exists(fs::symlink_status(target, error))) {
    fs::rename(target, scratch / "replaced", error);
    if (error) return fail_write(error.value(), "replace", target);
  }
  fs::rename(scratch / "files", target, error);
  if (error) return fail_write(error.value(), "make", target);
  return sync_path(target.parent_path());
}

RuntimeEntry entry_of(const Manifest& manifest) {
  RuntimeEntry entry;
  entry.name = manifest.name;
  entry.title = manifest.adapter->title;
  entry.adapter = manifest.library.path;
  entry.form = manifest.adapter->forms.front();
  entry.configurations = {{"default", {}, "the adapter's own defaults"}};
  entry.third_party = true;
  return entry;
}

// The names of what is in a folder; none where it cannot be read, which find_installed() tells.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (is_folder_name(name)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Result<InstalledRuntime> add_adapter(const AddRequest& request) {
  if (auto made = make_folder(request.folder); !made) return tl::unexpected(made.error());
  const auto held = FileLock::acquire(request.folder / kLockName, [] {});
  if (!held) return tl::unexpected(held.error());
  remove_leftovers(request.folder, kScratchPrefix);
  const auto scratch = make_scratch(request.folder, kScratchPrefix);
  if (!scratch) return tl::unexpected(scratch.error());
  const auto manifest = prepare(request, *scratch);
  Result<void> published;
  fs::path target;
  if (manifest) {
    target = place_of(request.folder, manifest->name, manifest->version);
    published = publish(*scratch, target);
  }
  std::error_code ignored;
  fs::remove_all(*scratch, ignored);
  if (!manifest) return tl::unexpected(manifest.error());
  if (!published) return tl::unexpected(published.error());
  return installed_from(*manifest, target, nullptr);
}

std::vector<RuntimeEntry> third_party_entries(const fs::path& folder) {
  std::vector<RuntimeEntry> entries;
  for (const std::string& name : names_in(folder)) {
    std::optional<Manifest> newest;
    for (const std::string& version : names_in(folder / name)) {
      const auto manifest = read_manifest(folder / name / version);
      if (!manifest || !manifest->adapter || manifest->adapter->forms.empty()) continue;
      if (!newest || compare_versions(newest->version, manifest->version) < 0) newest = *manifest;
    }
    if (newest) entries.push_back(entry_of(*newest));
  }
  return entries;
}

}  // namespace bakeoff::runtimes
