#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "runtimes/catalogue.h"
#include "runtimes/installed.h"

namespace bakeoff::runtimes {

/// What is added, and by what it is asked for its description.
struct AddRequest {
  std::filesystem::path adapter;              ///< the shared library
  std::vector<std::filesystem::path> beside;  ///< files it needs in its folder
  std::filesystem::path worker;  ///< the worker program: the adapter is never loaded into this one
  std::filesystem::path folder;  ///< runtimes_folder()
};

/// Copies an adapter of a third party to FOLDER/NAME/VERSION, by the name and version that it gives; another
/// one there is replaced. Whole or not at all.
Result<InstalledRuntime> add_adapter(const AddRequest& request);

/// The runtimes of `folder` whose adapter was added, each as its newest version describes it.
std::vector<RuntimeEntry> third_party_entries(const std::filesystem::path& folder);

}  // namespace bakeoff::runtimes
