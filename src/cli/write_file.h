#pragma once

#include <string>

#include "base/error.h"

namespace bakeoff::cli {

/// Writes a file whole, in the place of one that is there; none is left where that fails.
Result<void> write_file(const std::string& path, const std::string& text);

}  // namespace bakeoff::cli
