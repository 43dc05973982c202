#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "runtimes/manifest.h"

namespace bakeoff::runtimes {

/// Unpacks the files of a wheel (a zip) whose paths match one of the fnmatch patterns `keep` into the empty
/// folder `destination`, syncs them to the disk, and lists them. A wheel with an entry that is a link, or
/// whose name is absolute or leads upwards, is refused before anything is written. The disk is checked for
/// room first.
Result<std::vector<InstalledFile>> unpack(const std::filesystem::path& wheel,
                                          const std::vector<std::string>& keep,
                                          const std::filesystem::path& destination);

}  // namespace bakeoff::runtimes
