#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "base/error.h"

namespace bakeoff::model {

/// Makes `path` hold `data`: a file beside it is written, synced and renamed, so that a kill or a power cut
/// leaves the old file or the new one. Errors: kInternal with the system's reason; nothing is left behind.
Result<void> write_atomically(const std::filesystem::path& path, std::string_view data);

/// Removes what writers that were killed left behind in a folder more than an hour ago. Failure to look or to
/// remove is no reason to stop: the next one to come tries again.
void remove_abandoned(const std::filesystem::path& folder);
/// The same for data that lie in pieces, so that nobody need join them.
Result<void> write_atomically(const std::filesystem::path& path, std::span<const std::string_view> pieces);

}  // namespace bakeoff::model
