#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/error.h"

namespace bakeoff::runtimes {

/// Who answers for an adapter, and where: whatever it does, it does to the worker program.
struct AdapterQuestion {
  std::filesystem::path worker;   ///< the worker program
  std::string word;               ///< "--describe" or "--options"
  std::filesystem::path adapter;  ///< the shared library
  std::filesystem::path scratch;  ///< an empty folder, which is used up
  std::string where;              ///< the adapter, as a person named it
};

/// What the adapter says of itself. kBadInput where it is none, dies or gives no whole answer.
Result<nlohmann::json> ask_adapter(const AdapterQuestion& question);

}  // namespace bakeoff::runtimes
