#pragma once

#include <optional>
#include <string>

#include "report/cell_view.h"
#include "report/figure/dots.h"

/// What each figure of a cell is drawn from; empty where there is nothing to draw.
namespace bakeoff::report {

/// How the candidate ended, as a mark tells it.
Stand stand_of(const CellView& cell, CandidateIndex candidate);

/// The candidates that were timed with the cell's figure of merit: latency or throughput.
DotPanel merit_panel(const CellView& cell);

std::optional<Figure> merit_figure(const CellView& cell);
std::optional<Figure> race_figure_of(const CellView& cell);
std::optional<Figure> samples_figure_of(const CellView& cell);
std::optional<Figure> costs_figure(const CellView& cell);
std::optional<Figure> agreement_figure(const CellView& cell);

}  // namespace bakeoff::report
