#pragma once

#include <string>
#include <vector>

#include "report/cell_view.h"

namespace bakeoff::report {

/// What a reader must know of a cell beside its verdict, each a sentence: further tries, a disturbed host,
/// uneven voids, no steady state, workers not together in memory, cut epochs, arithmetic, threads or
/// reference other than asked for.
std::vector<std::string> remarks_on(const CellView& cell);

}  // namespace bakeoff::report
