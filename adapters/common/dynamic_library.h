#pragma once

#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <bakeoff/adapter.h>

#include "common/failure.h"

namespace bakeoff::adapters {

/// The file below `folder` whose name begins with `prefix`; the first by path if there are several. Throws
/// Failure if there is none.
inline std::filesystem::path find_library(const char* folder, const std::string& prefix) {
  namespace fs = std::filesystem;
  std::vector<fs::path> found;
  std::error_code error;
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator entry(folder, options, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code unreadable;
    if (entry->path().filename().string().compare(0, prefix.size(), prefix) == 0 &&
        entry->is_regular_file(unreadable)) {
      found.push_back(entry->path());
    }
  }
  if (found.empty()) {
    throw Failure(BAKEOFF_FAILED, "there is no " + prefix + "* in '" + std::string(folder) + "'");
  }
  return *std::min_element(found.begin(), found.end());
}

/// A library opened with dlopen. It is never closed: thread pools and thread-local destructors of a runtime
/// outlive what its API releases, and the worker process ends right after.
class DynamicLibrary {
 public:
  explicit DynamicLibrary(const std::filesystem::path& path)
      : path_(path), handle_(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) throw Failure(BAKEOFF_FAILED, dlerror());
  }

  /// The address of `name`, or null.
  void* find(const char* name) const { return dlsym(handle_, name); }

  /// The function `name`; throws Failure when the library lacks it.
  template <typename Function>
  void bind(Function*& function, const char* name) const {
    function = reinterpret_cast<Function*>(find(name));
    if (function == nullptr) {
      throw Failure(BAKEOFF_UNSUPPORTED,
                    path_.filename().string() + " has no " + name + "(): too old or too new");
    }
  }

  void describe(bakeoff_library_info* info, const std::string& version) const {
    std::snprintf(info->version, sizeof info->version, "%s", version.c_str());
    std::snprintf(info->path, sizeof info->path, "%s", path_.c_str());
  }

 private:
  std::filesystem::path path_;
  void* handle_;
};

}  // namespace bakeoff::adapters
