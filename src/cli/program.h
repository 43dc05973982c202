#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace bakeoff::cli {

inline constexpr std::string_view kVersion = BAKEOFF_VERSION;

/// The files that lie beside the running program.
struct Program {
  std::filesystem::path worker;    ///< bakeoff-worker
  std::filesystem::path adapters;  ///< the folder of NAME.so

  [[nodiscard]] std::filesystem::path adapter(const std::string& name) const {
    return adapters / (name + ".so");
  }
};

/// Finds them; kInternal with what to do if the installation is not whole.
Result<Program> find_program();

}  // namespace bakeoff::cli
