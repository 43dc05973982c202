#pragma once

#include <string>

#include "report/cell_view.h"
#include "report/style.h"
#include "report/told.h"

namespace bakeoff::report {

/// All that `bakeoff run` prints of a study: the machine and the terms, each cell, what the verdicts are
/// worth. `file` is the study file, as a person would type it. Lines keep to style.width; nothing that came
/// from outside can move the cursor or change colours.
std::string study_text(const Told& told, const std::string& file, const TextStyle& style);

/// The parts, for printing a cell as soon as it is decided: one after the other they are study_text. The
/// header tells the terms of the cells that `study` holds.
std::string header_text(const StudyRecord& study, const TextStyle& style);
std::string cell_text(const CellView& cell, const std::string& file, const TextStyle& style);
std::string closing_text(const std::vector<CellView>& cells, const TextStyle& style);

}  // namespace bakeoff::report
