#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.h"
#include "measure/conductor/signal_watch.h"
#include "measure/host/machine_lock.h"

namespace bakeoff::cli {

/// What to do while another bakeoff measures on this machine.
enum class IfBusy { kWait, kRefuse };

/// The right to measure, held until it goes; nothing where this machine does not let us lock anything, which
/// is said.
using Turn = std::optional<measure::MachineLock>;

/// Waits until no other bakeoff measures, and says for whom. kUsage with kRefuse if one does; kInterrupted
/// where a person stops the waiting.
Result<Turn> take_turn(IfBusy if_busy, measure::SignalWatch& signals,
                       const std::function<void(const std::string&)>& say);

}  // namespace bakeoff::cli
