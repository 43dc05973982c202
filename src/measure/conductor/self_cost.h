#pragma once

#include <filesystem>

#include "base/error.h"
#include "measure/conductor/signal_watch.h"
#include "measure/host/cpu_set.h"
#include "model/prepare/prepared.h"
#include "record/host.h"

namespace bakeoff::measure {

/// The smallest model there is, for adapters that open none (null, fake).
model::PreparedModel one_number();

/// What timing itself costs here, in a worker like all others with the null adapter: one clock reading, and
/// the whole harness per inference (clock reading included). Medians of several stretches; takes about a
/// quarter of a second.
Result<SelfCost> measure_self_cost(const std::filesystem::path& worker,
                                   const std::filesystem::path& null_adapter, const CpuSet& cpus,
                                   SignalWatch& signals);

}  // namespace bakeoff::measure
