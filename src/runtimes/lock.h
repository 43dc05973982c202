#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace bakeoff::runtimes {

/// One wheel of the lock file: which file PyPI serves for these tags, and what it must hash to.
struct PinnedWheel {
  std::string architecture;  ///< "x86_64", "aarch64"
  std::string name;          ///< of the runtime
  std::string project = {};  ///< on PyPI; empty: the runtime's own
  std::string version;
  std::string file;
  std::string python;    ///< "cp311"
  std::string abi;       ///< "cp311"
  std::string platform;  ///< "manylinux_2_28_x86_64", several joined by dots
  std::string sha256;
  std::uint64_t size = 0;
  std::vector<PinnedWheel> with = {};  ///< what else is unpacked beside it
};

struct Lock {
  std::map<std::string, std::string> defaults;  ///< name -> version
  std::vector<PinnedWheel> wheels;

  [[nodiscard]] std::optional<PinnedWheel> find(std::string_view architecture, std::string_view name,
                                                std::string_view version) const;
};

/// Reads the text of a lock file (runtimes.lock.toml says its form).
Result<Lock> parse_lock(std::string_view text);

/// The lock file this program was built with.
std::string_view embedded_lock_text();
const Lock& embedded_lock();

/// The architecture this program was built for, as in platform tags.
std::string_view architecture();

}  // namespace bakeoff::runtimes
