#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "record/cell.h"

namespace bakeoff::study {

/// Whether a configuration sets options itself ("latency=5ms+spin=1") rather than naming an entry of the
/// runtime's catalogue ("no-spin", "default").
bool sets_options(std::string_view configuration);

/// "latency=5ms+spin=1" as pairs, in the order written. kUsage where a pair is malformed or a key comes
/// twice.
Result<Options> parse_options(std::string_view configuration);

/// The pairs as parse_options reads them.
std::string to_configuration(const Options& options);

}  // namespace bakeoff::study
