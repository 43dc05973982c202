#pragma once

#include "judge/race/race_state.h"
#include "record/result.h"

namespace bakeoff::judge {

/// The result of a race as it stands: the verdict in the order of METHOD.md, 6 and 7, why, and the figures.
CellResult cell_result(const RaceState& state);

}  // namespace bakeoff::judge
