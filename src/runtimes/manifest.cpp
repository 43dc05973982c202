#include "runtimes/manifest.h"

#include <sys/stat.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "runtimes/disk.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr int kSchema = 1;

Manifest from_json(const json& object) {
  Manifest manifest;
  object.at("name").get_to(manifest.name);
  object.at("version").get_to(manifest.version);
  object.at("wheel").get_to(manifest.wheel);
  object.at("wheel_sha256").get_to(manifest.wheel_sha256);
  object.at("pinned").get_to(manifest.pinned);
  for (const auto& companion : object.value("companions", json::array())) {
    manifest.companions.push_back(
        {companion.at("wheel").get<std::string>(), companion.at("sha256").get<std::string>()});
  }
  for (const auto& file : object.at("files")) {
    manifest.files.push_back({file.at("path").get<std::string>(), file.at("size").get<std::uint64_t>()});
  }
  const auto& library = object.at("library");
  library.at("path").get_to(manifest.library.path);
  library.at("sha256").get_to(manifest.library.sha256);
  library.at("size").get_to(manifest.library.size);
  library.at("modified_ns").get_to(manifest.library.modified_ns);
  if (object.contains("adapter")) {
    const auto& adapter = object.at("adapter");
    manifest.adapter =
        AdapterDescription{.title = adapter.at("title").get<std::string>(),
                           .forms = adapter.at("forms").get<std::vector<std::string>>(),
                           .devices = adapter.at("devices").get<std::vector<std::string>>(),
                           .precisions = adapter.at("precisions").get<std::vector<std::string>>()};
  }
  return manifest;
}

nlohmann::ordered_json to_json(const Manifest& manifest) {
  auto companions = nlohmann::ordered_json::array();
  for (const auto& one : manifest.companions) {
    companions.push_back({{"wheel", one.wheel}, {"sha256", one.sha256}});
  }
  auto files = nlohmann::ordered_json::array();
  for (const auto& file : manifest.files) files.push_back({{"path", file.path}, {"size", file.size}});
  nlohmann::ordered_json object{{"schema", kSchema},
                                {"name", manifest.name},
                                {"version", manifest.version},
                                {"wheel", manifest.wheel},
                                {"wheel_sha256", manifest.wheel_sha256},
                                {"pinned", manifest.pinned},
                                {"companions", std::move(companions)},
                                {"files", std::move(files)},
                                {"library",
                                 {{"path", manifest.library.path},
                                  {"sha256", manifest.library.sha256},
                                  {"size", manifest.library.size},
                                  {"modified_ns", manifest.library.modified_ns}}}};
  if (manifest.adapter) {
    object["adapter"] = {{"title", manifest.adapter->title},
                         {"forms", manifest.adapter->forms},
                         {"devices", manifest.adapter->devices},
                         {"precisions", manifest.adapter->precisions}};
  }
  return object;
}

}  // namespace

Result<Manifest> read_manifest(const fs::path& folder) try {
  const fs::path path = folder / kManifestName;
  std::ifstream file(path);
  if (!file) return fail(ErrorKind::kNotFound, "there is no " + std::string(kManifestName), folder.string());
  const json object = json::parse(file);
  if (object.at("schema") != kSchema) {
    return fail(ErrorKind::kBadInput, "written by another version of bakeoff", path.string());
  }
  return from_json(object);
} catch (const json::exception&) {
  return fail(ErrorKind::kBadInput, std::string(kManifestName) + " cannot be read", folder.string());
}

Result<void> write_manifest(const Manifest& manifest, const fs::path& folder) {
  const fs::path path = folder / kManifestName;
  std::ofstream file(path, std::ios::trunc);
  file << to_json(manifest).dump(2) << '\n';
  file.close();
  if (!file) return fail_write(errno, "write", path);
  return sync_path(path);
}

Result<void> check_files(const Manifest& manifest, const fs::path& folder) {
  for (const auto& file : manifest.files) {
    std::error_code error;
    const auto size = fs::file_size(folder / file.path, error);
    if (error) return fail(ErrorKind::kBadInput, file.path + " is missing", folder.string());
    if (size != file.size) {
      return fail(
          ErrorKind::kBadInput,
          file.path + " has " + std::to_string(size) + " bytes instead of " + std::to_string(file.size),
          folder.string());
    }
  }
  return {};
}

Result<InstalledLibrary> describe_library(const fs::path& folder, const std::string& path) {
  struct stat found {};
  if (stat((folder / path).c_str(), &found) != 0) {
    return fail_errno(errno, "cannot read the library", (folder / path).string());
  }
  auto sha256 = sha256_of_file(folder / path);
  if (!sha256) return tl::unexpected(sha256.error());
  return InstalledLibrary{path, *std::move(sha256), static_cast<std::uint64_t>(found.st_size),
                          found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec};
}

}  // namespace bakeoff::runtimes
