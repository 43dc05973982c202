#pragma once

#include <vector>

#include "report/cell_view.h"
#include "report/figure/canvas.h"

namespace bakeoff::report {

/// What is drawn of one cell, as far as there is something to draw: its figure of merit with intervals
/// ("latency" or "throughput"), the race, the samples, what it costs, the agreement of the outputs.
std::vector<Figure> cell_figures(const CellView& cell);

/// The figures of merit of all cells of a model and metric side by side, on one scale, in figures of a few
/// cells each. Nothing for a model that was timed in a single cell.
std::vector<Figure> model_figures(const std::vector<CellView>& cells);

}  // namespace bakeoff::report
