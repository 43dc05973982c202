#pragma once

#include <filesystem>
#include <optional>

#include "base/error.h"
#include "base/units.h"

namespace bakeoff::model {

/// $XDG_CACHE_HOME/bakeoff, or ~/.cache/bakeoff.
std::filesystem::path default_cache();

/// What the cache may hold: $BAKEOFF_CACHE_SIZE ("5GiB"; 0 keeps nothing beyond a run), else 20 GiB, but no
/// more than half of what `cache` and its disk's free space come to. kUsage where the variable is no size.
Result<Bytes> cache_limit(const std::filesystem::path& cache);

/// A run's use of the cache. While any process has one, nothing is taken out. Where no other has, files used
/// longest ago are removed, at the begin and at the end, until the rest is within the limit; so is what
/// writers that were killed left behind. A cache that cannot be written to is used as it is.
class CacheUse {
 public:
  static CacheUse begin(std::filesystem::path cache, Bytes limit);

  CacheUse(CacheUse&& other) noexcept;
  CacheUse& operator=(CacheUse&&) = delete;
  CacheUse(const CacheUse&) = delete;
  CacheUse& operator=(const CacheUse&) = delete;
  ~CacheUse();

  [[nodiscard]] const std::filesystem::path& folder() const { return cache_; }

 private:
  CacheUse(std::filesystem::path cache, Bytes limit, int lock)
      : cache_(std::move(cache)), limit_(limit), lock_(lock) {}
  void tidy_if_alone() const;

  std::filesystem::path cache_;
  Bytes limit_;
  int lock_;  ///< -1: none could be had
};

/// The default cache with its limit. Errors: as cache_limit.
Result<CacheUse> use_default_cache();

}  // namespace bakeoff::model
