#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bakeoff::model {

/// An empty folder of its own for one test, removed afterwards.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The names of the files below a folder, hidden ones too, in order.
std::vector<std::string> files_below(const std::filesystem::path& folder);

std::string read_all(const std::filesystem::path& path);
void write_all(const std::filesystem::path& path, const std::string& bytes);

}  // namespace bakeoff::model
