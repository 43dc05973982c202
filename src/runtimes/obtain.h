#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/error.h"
#include "runtimes/install_observer.h"
#include "runtimes/lock.h"
#include "runtimes/pip.h"

namespace bakeoff::runtimes {

/// A wheel on the disk whose hash was held against the lock file, if it is pinned there.
struct Wheel {
  std::filesystem::path path;
  std::string file;  ///< its own name
  std::string sha256;
};

/// Where a wheel may come from.
struct WheelSources {
  PipOrder order;                  ///< also says which wheel is wanted
  std::filesystem::path from_dir;  ///< only from here, if not empty
  std::filesystem::path cache;     ///< else from here, else by pip
};

Result<Wheel> obtain_wheel(const WheelSources& sources, InstallObserver& observer);

}  // namespace bakeoff::runtimes
