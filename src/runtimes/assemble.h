#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "runtimes/catalogue.h"
#include "runtimes/install_observer.h"
#include "runtimes/lock.h"
#include "runtimes/manifest.h"

namespace bakeoff::runtimes {

/// What an installation is put together from, and where.
struct Assembly {
  const RuntimeEntry& entry;
  std::string version;
  const Lock& lock;
  std::string python;
  std::filesystem::path from_dir;     ///< only from here, if not empty
  std::filesystem::path wheel_cache;  ///< else from here, else by pip
  Nanoseconds retry_pause{0};
  std::filesystem::path scratch;  ///< for downloads
  std::filesystem::path files;    ///< an empty folder, for what is unpacked
};

/// Gets the runtime's wheel and those of its companions, holds their hashes against the lock file, and
/// unpacks what is to be kept. Says what is there now; nothing but the manifest is missing.
Result<Manifest> assemble(const Assembly& assembly, InstallObserver& observer);

}  // namespace bakeoff::runtimes
