#pragma once

#include <filesystem>

#include "base/error.h"
#include "runtimes/lock.h"

namespace bakeoff::runtimes {

/// Where downloaded wheels are kept: $XDG_CACHE_HOME/bakeoff/wheels, else ~/.cache/bakeoff/wheels.
std::filesystem::path wheel_cache_folder();

/// The wheel `pinned` in `cache`, its hash verified. kNotFound when it is not there; kBadInput when what was
/// there has another hash: it is removed.
Result<std::filesystem::path> find_cached(const std::filesystem::path& cache, const PinnedWheel& pinned);

/// Moves a verified wheel into `cache`, where only finished files appear, and says where it is now. On
/// failure (a read-only or full cache) `wheel` stays where it was.
Result<std::filesystem::path> move_to_cache(const std::filesystem::path& cache, const PinnedWheel& pinned,
                                            const std::filesystem::path& wheel);

}  // namespace bakeoff::runtimes
