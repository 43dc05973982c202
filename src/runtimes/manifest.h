#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace bakeoff::runtimes {

/// The name of the file that makes a folder a complete installation; it is written last.
inline constexpr std::string_view kManifestName = "runtime.json";

struct InstalledFile {
  std::string path;  ///< relative to the installation, with /
  std::uint64_t size = 0;
  bool operator==(const InstalledFile&) const = default;
};

/// The main library: its hash tells which binary was measured.
struct InstalledLibrary {
  std::string path;
  std::string sha256;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since 1970; with the size, what says that the hash still holds
  bool operator==(const InstalledLibrary&) const = default;
};

/// A wheel that was unpacked beside the main one.
struct CompanionWheel {
  std::string wheel;  ///< its file name
  std::string sha256;
  bool operator==(const CompanionWheel&) const = default;
};

/// How an adapter that came as a file describes itself.
struct AdapterDescription {
  std::string title;
  std::vector<std::string> forms;  ///< the preferred first
  std::vector<std::string> devices;
  std::vector<std::string> precisions;
  bool operator==(const AdapterDescription&) const = default;
};

/// What runtime.json of an installation says.
struct Manifest {
  std::string name;
  std::string version;
  std::string wheel;  ///< its file name
  std::string wheel_sha256;
  bool pinned = false;  ///< the hash was held against the lock file; false: it is only what was seen
  std::vector<CompanionWheel> companions = {};
  std::vector<InstalledFile> files;  ///< of all wheels
  InstalledLibrary library;
  std::optional<AdapterDescription> adapter = {};  ///< of a third party: `library` is the adapter itself
  bool operator==(const Manifest&) const = default;
};

/// Of the installation in `folder`.
Result<Manifest> read_manifest(const std::filesystem::path& folder);
Result<void> write_manifest(const Manifest& manifest, const std::filesystem::path& folder);

/// Fails when a file that `manifest` lists is missing from `folder` or has another size.
Result<void> check_files(const Manifest& manifest, const std::filesystem::path& folder);

/// Size, time and SHA-256 of the main library `path` of the installation in `folder`.
Result<InstalledLibrary> describe_library(const std::filesystem::path& folder, const std::string& path);

}  // namespace bakeoff::runtimes
