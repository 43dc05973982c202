#pragma once

#include <span>

#include "record/cell.h"
#include "record/events.h"
#include "record/self_test.h"

namespace bakeoff::judge {

/// What a race of two on latency for their gap alone (rules.units) has shown, from its events.
TwinRace twin_race(const Rules& rules, std::span<const Event> events);

}  // namespace bakeoff::judge
