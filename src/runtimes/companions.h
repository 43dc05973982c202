#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtimes/lock.h"
#include "runtimes/manifest.h"

namespace bakeoff::runtimes {

/// Another project of PyPI in one version.
struct Requirement {
  std::string project;
  std::string version;
  bool operator==(const Requirement&) const = default;
};

/// The projects that a wheel's METADATA requires in exactly one version ("Requires-Dist: NAME==VERSION") and
/// whose names begin with one of `prefixes`.
std::vector<Requirement> exact_requirements(std::string_view metadata,
                                            const std::vector<std::string>& prefixes);

/// What the newest pinned version of a runtime is installed with: the best guess for a version whose own
/// metadata does not say.
std::vector<PinnedWheel> newest_companions(const Lock& lock, std::string_view architecture,
                                           std::string_view runtime);

}  // namespace bakeoff::runtimes
