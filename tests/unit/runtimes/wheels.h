#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "runtimes/catalogue.h"
#include "runtimes/install.h"
#include "runtimes/lock.h"

namespace bakeoff::runtimes {

/// A folder that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

struct ZipEntry {
  std::string path;
  std::string content;
  mode_t type = 0100000;  ///< an ordinary file, as in st_mode; 0120000: a link to `content`
};

/// Writes entries, uncompressed and in this order, as a zip.
void write_zip(const std::filesystem::path& file, const std::vector<ZipEntry>& entries);

void write_text(const std::filesystem::path& file, const std::string& text);
std::string read_text(const std::filesystem::path& file);

/// All files below `folder`, relative and sorted, the lock file left out.
std::vector<std::string> files_below(const std::filesystem::path& folder);

/// A runtime "toy" whose wheel holds one library and things that nobody keeps.
RuntimeEntry toy_entry();
std::string toy_file(const std::string& version);
void write_toy_wheel(const std::filesystem::path& file, const std::string& version);

/// A lock file that pins version 1.0 of toy to the wheel `file`.
Lock toy_lock(const std::filesystem::path& file);

/// An executable shell script in the place of Python; before it runs, $count holds how often it was called,
/// $dest pip's destination, and $last the last argument.
std::filesystem::path fake_python(const std::filesystem::path& folder, const std::string& script);

/// How often the script of fake_python in `folder` was called.
int python_calls(const std::filesystem::path& folder);

/// Remembers what an installation told.
class Recorder final : public InstallObserver {
 public:
  void tell(const InstallStep& step) override { steps.push_back(step); }
  [[nodiscard]] int count(InstallStep::Kind kind) const;
  std::vector<InstallStep> steps;
};

}  // namespace bakeoff::runtimes
