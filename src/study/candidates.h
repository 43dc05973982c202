#pragma once

#include <vector>

#include "base/error.h"
#include "record/cell.h"

namespace bakeoff::study {

/// kUsage naming the first two candidates that are the same runtime, version and configuration, also where
/// one was asked for by version and the other as the newest, or one by the name of its configuration and the
/// other by its options. To be called once versions and options are resolved.
Result<void> check_distinct(const std::vector<Candidate>& candidates);

}  // namespace bakeoff::study
