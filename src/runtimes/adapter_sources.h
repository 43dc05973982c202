#pragma once

#include <span>
#include <string_view>

namespace bakeoff::runtimes {

/// A file of the source tree as this program was built from it, by its path there.
struct SourceFile {
  std::string_view path;
  std::string_view text;
};

/// What the adapters that are compiled when their runtime is installed are made of:
/// include/bakeoff/adapter.h, adapters/common/ and their own folders. Compiled in, so that the program needs
/// no source tree beside it.
std::span<const SourceFile> adapter_sources();

}  // namespace bakeoff::runtimes
