#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace bakeoff::model {

/// What a zip holds, by name, read with libarchive; a failure of the test if it is damaged.
std::map<std::string, std::string> unzip(const std::string& bytes);

/// The text of code/__torch__.py of a TorchScript archive.
std::string source_in(const std::string& archive);

}  // namespace bakeoff::model
