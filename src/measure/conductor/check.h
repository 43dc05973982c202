#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "measure/conductor/race_job.h"
#include "measure/conductor/signal_watch.h"
#include "record/check.h"

namespace bakeoff::measure {

/// The outputs of every contender against the reference, and nothing else: `bakeoff check`. `tell` hears
/// whose turn it is. kInterrupted where a person stops it.
Result<std::vector<CheckedCandidate>> check(const RaceJob& job, SignalWatch& signals,
                                            const std::function<void(const std::string&)>& tell);

}  // namespace bakeoff::measure
