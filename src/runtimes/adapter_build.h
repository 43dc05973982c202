#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "runtimes/adapter_sources.h"
#include "runtimes/catalogue.h"
#include "runtimes/install_observer.h"
#include "runtimes/manifest.h"

namespace bakeoff::runtimes {

/// The adapter of a C++ runtime is compiled against the headers of each version that is installed. What it is
/// made of and how has a hash, which names its folder: a program built from other sources makes another.
struct AdapterOrder {
  std::string name;  ///< of the adapter: the folder of its sources
  AdapterBuild build;
  std::span<const SourceFile> sources;  ///< paths as in the source tree; other adapters' may be among them
  std::string compiler;                 ///< a program in PATH, or its path
};

/// What a compiler is told of an installation: its C++ ABI, and where its headers and libraries lie; which
/// libraries are linked is for whoever links. kInternal when the ABI cannot be read.
Result<std::vector<std::string>> build_words(const AdapterBuild& build,
                                             const std::filesystem::path& installation);

/// For `entry`, which has a build, from this program's own sources with $CXX, else c++.
AdapterOrder adapter_order(const RuntimeEntry& entry);

/// Where the adapter of `installation` is, or will be once it is built.
std::filesystem::path adapter_place(const AdapterOrder& order, const std::filesystem::path& installation);

/// Compiles it there, whole or not at all. Errors: kNotFound when there is no compiler, kInternal with the
/// compiler's first complaint; both say what to do.
Result<void> build_adapter(const AdapterOrder& order, const std::filesystem::path& installation);

}  // namespace bakeoff::runtimes
