#pragma once

#include "report/told.h"

namespace bakeoff::report {

/// A study whose race was simulated event by event: four candidates with noise of a few per cent, one ruled
/// out, one that crashes in its third epoch, void rounds, an epoch that the budget cuts.
Told raced_study();

/// So many cells like that, each with at least so many samples.
Told raced_grid(std::size_t cells, std::size_t samples_a_cell);

}  // namespace bakeoff::report
