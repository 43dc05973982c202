#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "base/error.h"

namespace bakeoff::model {

/// Makes `path` hold `data`: a file beside it is written, synced and renamed, so that a kill or a power cut
/// leaves the old file or the new one. Errors: kInternal with the system's reason; nothing is left behind.
Result<void> write_atomically(const std::filesystem::path& path, std::string_view data);

/// The same for data that lie in pieces, so that nobody need join them.
Result<void> write_atomically(const std::filesystem::path& path, std::span<const std::string_view> pieces);

/// The extension of the files beside it, which only writers that were killed leave behind.
inline constexpr std::string_view kUnfinished = ".tmp";

/// Gives a file the time of now, as far as its folder allows: the cache removes what was used longest ago.
void mark_used(const std::filesystem::path& file);

}  // namespace bakeoff::model
