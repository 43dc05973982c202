#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace bakeoff::runtimes {

/// The failure of writing at `path`, with what a person can do about it: free space, or a folder that may be
/// written.
tl::unexpected<Error> fail_write(int error_number, std::string_view action,
                                 const std::filesystem::path& path);

/// Makes `folder` and those above it.
Result<void> make_folder(const std::filesystem::path& folder);

/// Fails when the file system of `folder` has less than `needed` bytes left for us.
Result<void> check_space(const std::filesystem::path& folder, std::uint64_t needed);

/// Makes what was written to a file or folder survive a power cut.
Result<void> sync_path(const std::filesystem::path& path);

/// The same for everything that was written to the file system of `folder`: for thousands of files at once.
Result<void> sync_all(const std::filesystem::path& folder);

/// Removes all entries of `folder` whose names begin with `prefix`, as far as they let themselves be removed.
void remove_leftovers(const std::filesystem::path& folder, std::string_view prefix);

/// A new, empty folder inside `parent`, its name beginning with `prefix`.
Result<std::filesystem::path> make_scratch(const std::filesystem::path& parent, std::string_view prefix);

}  // namespace bakeoff::runtimes
