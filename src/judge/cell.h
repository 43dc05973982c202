#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "judge/race/race.h"
#include "record/result.h"
#include "record/study_record.h"

namespace bakeoff::judge {

/// The race of a cell's last try as it stands, ready to go on. The cell has a try.
Race race_of(const CellRecord& cell);

/// What a cell's last try shows; CellResult.attempt counts the tries that began an epoch. A cell without a
/// try has verdict none, reason "not run".
CellResult decide(const CellRecord& cell);

/// The events that close what a kill or a power cut left open in a try: the epoch that was running is cut,
/// the try was interrupted. Empty for a try that was stopped in order.
std::vector<Event> closing_events(std::span<const Event> events);

/// Whether a try may be continued (METHOD.md, 10): it was checked, it stopped before it was decided, and its
/// evidence outlives its processes.
bool can_continue(const Rules& rules, std::span<const Event> events);

}  // namespace bakeoff::judge
