#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace bakeoff::runtimes {

/// An option that an adapter knows, in its own words: what --runtimes NAME:key=value may set.
struct AdapterOption {
  std::string key;
  std::string values;   ///< "0|1", "a number"
  std::string meaning;  ///< one sentence
};

/// The options that `adapter` says it knows, asked in a process of its own: the worker program `worker`.
Result<std::vector<AdapterOption>> options_known_by(const std::filesystem::path& adapter,
                                                    const std::filesystem::path& worker);

}  // namespace bakeoff::runtimes
