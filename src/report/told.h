#pragma once

#include <optional>
#include <vector>

#include "record/result.h"
#include "record/study_record.h"

namespace bakeoff::report {

/// What every format is made from: the study as kept, but without its placebos, and what the judge makes of
/// each cell (same order; a cell without tries has verdict none and reason "not run").
struct Told {
  StudyRecord study;
  std::vector<CellResult> results;
  std::vector<std::optional<PlaceboResult>> placebos;  ///< of each cell, the latest after its last try
};

/// The study with every cell decided anew from its events.
Told told_of(StudyRecord study);

}  // namespace bakeoff::report
