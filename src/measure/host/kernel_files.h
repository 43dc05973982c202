#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

/// Small files of /proc and /sys, which have no size of their own and may hold anything.
namespace bakeoff::measure {

/// The whole file, at most 4 MiB; kNotFound if it is not there, kInternal if it cannot be read.
Result<std::string> read_kernel_file(const std::filesystem::path& path);

/// The same, without white space around it: for files that hold one value.
Result<std::string> read_kernel_value(const std::filesystem::path& path);

/// A file that holds one unsigned number; kBadInput if it holds something else.
Result<std::uint64_t> read_kernel_number(const std::filesystem::path& path);

std::string_view trimmed(std::string_view text);

/// The parts of a text between white space.
std::vector<std::string_view> words_of(std::string_view text);

/// Lines without their ends; the last one may lack its own.
std::vector<std::string_view> lines_of(std::string_view text);

/// A whole decimal number, nothing else around it.
std::optional<std::uint64_t> number_from(std::string_view text);
std::optional<std::int64_t> signed_number_from(std::string_view text);

/// What follows "KEY" and its separator (":" or white space) on the first line that begins with that very
/// key.
std::optional<std::string_view> field_of(std::string_view text, std::string_view key);

/// "0-3,8" as the kernel writes lists of processors; empty if the text is no such list.
std::optional<std::vector<int>> cpu_list_from(std::string_view text);
std::string cpu_list_text(const std::vector<int>& cpus);

/// Entries of a folder whose names begin with `prefix`, sorted; none if it cannot be listed.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder, std::string_view prefix);

}  // namespace bakeoff::measure
