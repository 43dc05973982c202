#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.h"
#include "runtimes/catalogue.h"
#include "runtimes/installed.h"
#include "runtimes/manifest.h"

namespace bakeoff::runtimes {

/// Names inside the folder of runtimes: the lock of all that change it, and unfinished or removed
/// installations, which the next change clears away.
inline constexpr std::string_view kLockName = ".lock";
inline constexpr std::string_view kScratchPrefix = ".partial-";

/// FOLDER/NAME/VERSION, absolute.
std::filesystem::path place_of(const std::filesystem::path& folder, std::string_view name,
                               std::string_view version);

/// Whether a runtime's name or version may be the name of a folder: letters, digits and . _ + - !, and no dot
/// in front.
bool is_folder_name(std::string_view text);

/// `entry` is null for a runtime that the catalogue does not know.
InstalledRuntime installed_from(const Manifest& manifest, const std::filesystem::path& place,
                                const RuntimeEntry* entry);

/// The installation in `place`, if it is complete: kNotFound when there is none, else kBadInput says what is
/// damaged and how to mend it. An adapter that `entry` wants built belongs to it; without an entry only the
/// runtime's own files are looked at.
Result<InstalledRuntime> inspect(const std::filesystem::path& place, std::string_view name,
                                 std::string_view version, const RuntimeEntry* entry);

}  // namespace bakeoff::runtimes
