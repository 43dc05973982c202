#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "runtimes/install_observer.h"
#include "runtimes/lock.h"

namespace bakeoff::runtimes {

/// A wheel to be downloaded by pip.
struct PipOrder {
  std::string python;  ///< a program in PATH, or its path
  std::string project;
  std::string version;
  std::optional<PinnedWheel> pinned;  ///< its tags are asked for; else those of `python` on this machine
  std::filesystem::path folder;       ///< an existing one, for the wheel and pip's log
  Nanoseconds pause{0};               ///< before the second try; twice that before the third
};

/// The arguments of `pip download` for this order, `destination` apart: what a person can run elsewhere, too.
std::vector<std::string> pip_arguments(const PipOrder& order, const std::string& destination);

/// How to get the wheel on another machine and install it from there, as a hint.
std::string offline_hint(const PipOrder& order);

/// Downloads the wheel, with up to three tries where trying again can help, and says where it is. The error
/// holds pip's last lines and what to do.
Result<std::filesystem::path> download_wheel(const PipOrder& order, InstallObserver& observer);

}  // namespace bakeoff::runtimes
