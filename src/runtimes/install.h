#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "runtimes/catalogue.h"
#include "runtimes/install_observer.h"
#include "runtimes/installed.h"
#include "runtimes/lock.h"

namespace bakeoff::runtimes {

/// What to install, where and from what. Empty fields take the default said behind them.
struct InstallRequest {
  std::string name;
  std::string version;                ///< the lock file's default
  std::filesystem::path folder;       ///< runtimes_folder()
  std::filesystem::path from_dir;     ///< where wheels lie; no network then
  std::filesystem::path wheel_cache;  ///< wheel_cache_folder()
  std::string python;                 ///< $PYTHON, else python3
  Nanoseconds retry_pause =
      std::chrono::seconds(2);  ///< before a download's second try, doubled for the third
};

/// Makes FOLDER/NAME/VERSION from a wheel, whose hash is held against the lock file before anything of it is
/// unpacked; a version that is not in there is installed with the hash that was seen. A complete installation
/// is returned as it is, a damaged one replaced. An installation appears whole or not at all; two at once
/// wait for one another; what an interrupted one left behind is removed by the next.
Result<InstalledRuntime> install(const InstallRequest& request, InstallObserver& observer);

/// The same for a runtime and a lock file that are not the program's own.
Result<InstalledRuntime> install(const InstallRequest& request, const RuntimeEntry& entry, const Lock& lock,
                                 InstallObserver& observer);

}  // namespace bakeoff::runtimes
