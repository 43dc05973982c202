#pragma once

#include <filesystem>
#include <optional>

#include "base/error.h"
#include "runtimes/catalogue.h"
#include "runtimes/installed.h"

namespace bakeoff::bench {

/// The program of plain/ for a runtime, and the library it is told to load.
struct PlainProgram {
  std::filesystem::path program;
  std::filesystem::path library;
};

/// That of `runtime` among the programs in `folder`; nothing if there is none. One for a runtime with a C++
/// interface is compiled there against its headers, for each version, unless it is newer than its source.
Result<std::optional<PlainProgram>> plain_program(const runtimes::InstalledRuntime& runtime,
                                                  const runtimes::RuntimeEntry& entry,
                                                  const std::filesystem::path& folder);

}  // namespace bakeoff::bench
