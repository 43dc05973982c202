#include "unit/runtimes/wheels.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/hash.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "bakeoff-runtimes-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void write_zip(const fs::path& file, const std::vector<ZipEntry>& entries) {
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_zip_set_compression_store(writer);
  ASSERT_EQ(archive_write_open_filename(writer, file.c_str()), ARCHIVE_OK);
  for (const auto& [path, content, type] : entries) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, path.c_str());
    archive_entry_set_mode(entry, type | 0644);
    if (type == AE_IFLNK) {
      archive_entry_set_symlink(entry, content.c_str());
    } else {
      archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    }
    ASSERT_EQ(archive_write_header(writer, entry), ARCHIVE_OK) << archive_error_string(writer);
    if (type != AE_IFLNK) archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  ASSERT_EQ(archive_write_close(writer), ARCHIVE_OK);
  archive_write_free(writer);
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

std::string read_text(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().lexically_relative(folder).string();
    if (!entry.is_directory() && path != ".lock") files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

RuntimeEntry toy_entry() {
  return {.name = "toy",
          .title = "Toy",
          .adapter = "toy",
          .wheel = "toy",
          .keep = {"toy/libs/*.so*", "toy/LICENSE"},
          .library = "toy/libs/libtoy.so.*",
          .default_version = "1.0",
          .configurations = {}};
}

std::string toy_file(const std::string& version) {
  return "toy-" + version + "-cp311-cp311-manylinux_2_28_" + std::string(architecture()) + ".whl";
}

void write_toy_wheel(const fs::path& file, const std::string& version) {
  write_zip(file, {{"toy/__init__.py", "print('hello')"},
                   {"toy/libs/libtoy.so." + version, "the library " + version},
                   {"toy/libs/libplugin.so", "a plugin"},
                   {"toy/libs/cache.json", "{}"},
                   {"toy/LICENSE", "free"}});
}

Lock toy_lock(const fs::path& file) {
  const auto name = toy_file("1.0");
  return {.defaults = {{"toy", "1.0"}},
          .wheels = {{.architecture = std::string(architecture()),
                      .name = "toy",
                      .version = "1.0",
                      .file = name,
                      .python = "cp311",
                      .abi = "cp311",
                      .platform = "manylinux_2_28_" + std::string(architecture()),
                      .sha256 = sha256_of_file(file).value(),
                      .size = fs::file_size(file)}}};
}

fs::path fake_python(const fs::path& folder, const std::string& script) {
  const fs::path program = folder / "python";
  write_text(program, "#!/bin/sh\necho \"$*\" >> '" + (folder / "calls").string() +
                          "'\n"
                          "count=$(wc -l < '" +
                          (folder / "calls").string() +
                          "')\n"
                          "for word in \"$@\"; do [ \"$last\" = --dest ] && dest=$word; last=$word; done\n" +
                          script + "\n");
  fs::permissions(program, fs::perms::owner_all);
  return program;
}

int python_calls(const fs::path& folder) {
  const std::string calls = read_text(folder / "calls");
  return static_cast<int>(std::count(calls.begin(), calls.end(), '\n'));
}

int Recorder::count(InstallStep::Kind kind) const {
  return static_cast<int>(
      std::count_if(steps.begin(), steps.end(), [&](const InstallStep& step) { return step.kind == kind; }));
}

}  // namespace bakeoff::runtimes
