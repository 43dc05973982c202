#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// Values as the bytes of a file that knows when it is damaged.
std::string to_kept(const std::vector<Value>& values);
std::optional<std::vector<Value>> from_kept(std::string_view bytes);

/// The values under `key` in the folder; nothing if they are not there or damaged.
std::optional<std::vector<Value>> find_values(const std::filesystem::path& folder, const std::string& key);

/// Keeps values under `key`, atomically. A folder that cannot be written to is no reason to fail.
void keep_values(const std::filesystem::path& folder, const std::string& key,
                 const std::vector<Value>& values);

}  // namespace bakeoff::model::reference
