#include "runtimes/assemble.h"

#include <fnmatch.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "runtimes/companions.h"
#include "runtimes/disk.h"
#include "runtimes/obtain.h"
#include "runtimes/unpack.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

using Kind = InstallStep::Kind;

// One wheel of an installation.
struct Part {
  std::string project;
  std::string version;
  std::optional<PinnedWheel> pinned;
};

Result<Wheel> obtain(const Assembly& assembly, const Part& part, InstallObserver& observer) {
  const fs::path folder = assembly.scratch / part.project;
  if (auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  const WheelSources sources{.order = {.python = assembly.python,
                                       .project = part.project,
                                       .version = part.version,
                                       .pinned = part.pinned,
                                       .folder = folder,
                                       .pause = assembly.retry_pause},
                             .from_dir = assembly.from_dir,
                             .cache = assembly.wheel_cache};
  auto wheel = obtain_wheel(sources, observer);
  if (wheel && !part.pinned) {
    observer.tell({Kind::kNotPinned, part.project, part.version, wheel->file + ", SHA-256 " + wheel->sha256});
  }
  return wheel;
}

Result<std::string> find_library(const Assembly& assembly, const std::vector<InstalledFile>& files) {
  for (const auto& file : files) {
    if (fnmatch(assembly.entry.library.c_str(), file.path.c_str(), 0) == 0) return file.path;
  }
  return fail(ErrorKind::kUnsupported,
              "this version's wheel has no C library (" + assembly.entry.library + ")",
              assembly.entry.name + "==" + assembly.version, "name a newer version");
}

std::string metadata_in(const fs::path& folder, const std::vector<InstalledFile>& files) {
  const auto found = std::find_if(files.begin(), files.end(), [](const auto& file) {
    return file.path.ends_with(".dist-info/METADATA");
  });
  if (found == files.end()) return {};
  std::ifstream stream(folder / found->path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Pinned with the version, or what its metadata says, or, where that names other packages, what the newest
// pinned version has.
std::vector<Part> companions(const Assembly& assembly, const std::optional<PinnedWheel>& pinned,
                             const std::vector<InstalledFile>& files) {
  std::vector<Part> parts;
  if (assembly.entry.companions.empty()) return parts;
  std::vector<PinnedWheel> with = pinned ? pinned->with : std::vector<PinnedWheel>();
  if (!pinned) {
    for (auto& one : exact_requirements(metadata_in(assembly.files, files), assembly.entry.companions)) {
      parts.push_back({std::move(one.project), std::move(one.version), std::nullopt});
    }
    if (parts.empty()) with = newest_companions(assembly.lock, architecture(), assembly.entry.name);
  }
  for (PinnedWheel& one : with) parts.push_back({one.project, one.version, std::move(one)});
  return parts;
}

Result<Wheel> add(const Assembly& assembly, const Part& part, std::vector<InstalledFile>& files,
                  InstallObserver& observer) {
  auto wheel = obtain(assembly, part, observer);
  if (!wheel) return wheel;
  observer.tell({Kind::kUnpacking, assembly.entry.name, assembly.version, wheel->file});
  auto unpacked = unpack(wheel->path, assembly.entry.keep, assembly.files);
  if (!unpacked) return tl::unexpected(unpacked.error());
  files.insert(files.end(), unpacked->begin(), unpacked->end());
  return wheel;
}

}  // namespace

Result<Manifest> assemble(const Assembly& assembly, InstallObserver& observer) {
  const auto& entry = assembly.entry;
  const auto pinned = assembly.lock.find(architecture(), entry.name, assembly.version);
  std::vector<InstalledFile> files;
  const auto wheel = add(assembly, {entry.wheel, assembly.version, pinned}, files, observer);
  if (!wheel) return tl::unexpected(wheel.error());
  const auto path = find_library(assembly, files);
  if (!path) return tl::unexpected(path.error());

  Manifest manifest{.name = entry.name,
                    .version = assembly.version,
                    .wheel = wheel->file,
                    .wheel_sha256 = wheel->sha256,
                    .pinned = pinned.has_value(),
                    .files = {},
                    .library = {}};
  for (const Part& part : companions(assembly, pinned, files)) {
    const auto companion = add(assembly, part, files, observer);
    if (!companion) return tl::unexpected(companion.error());
    manifest.companions.push_back({companion->file, companion->sha256});
  }
  auto library = describe_library(assembly.files, *path);
  if (!library) return tl::unexpected(library.error());
  manifest.files = std::move(files);
  manifest.library = *std::move(library);
  return manifest;
}

}  // namespace bakeoff::runtimes
