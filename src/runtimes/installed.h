#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace bakeoff::runtimes {

/// A runtime that can be raced: what its adapter's open() is told, and what was installed.
struct InstalledRuntime {
  std::string name;                    ///< "onnxruntime"
  std::string version;                 ///< "1.32.0"
  std::filesystem::path library_dir;   ///< where its wheel was unpacked; empty for null and fake
  std::string source;                  ///< the wheel's file name, or "built in"
  std::filesystem::path adapter = {};  ///< built for this installation; empty: the one beside the program
};

/// The folder runtimes are installed in: $BAKEOFF_RUNTIMES, else the nearest .runtimes at or above the
/// working directory or the program, else .runtimes in the working directory.
std::filesystem::path runtimes_folder();

/// An installation that cannot be used.
struct DamagedRuntime {
  std::string name;
  std::string version;  ///< empty: of all versions, the folder itself cannot be read
  Error error;          ///< what is wrong with it, and the remedy
};

/// All complete installations in `folder`, by name, newest version first. A damaged one is an entry of
/// `damaged`, never a failure of the whole.
struct Inventory {
  std::vector<InstalledRuntime> installed;
  std::vector<DamagedRuntime> damaged;
};
Result<Inventory> find_installed(const std::filesystem::path& folder);

/// Removes one version of a runtime from `folder`, or all when `version` is empty, damaged ones too, and says
/// which ones are gone. kNotFound when there is none, and what there is.
Result<std::vector<std::string>> remove(std::string_view name, std::string_view version,
                                        const std::filesystem::path& folder);

/// The SHA-256 of the runtime's main library: as noted when it was installed, computed anew when its size or
/// time has changed since; empty for built-in ones.
Result<std::string> library_hash(const InstalledRuntime& runtime);

}  // namespace bakeoff::runtimes
