#pragma once

#include <string>
#include <vector>

#include "report/cell_view.h"
#include "report/style.h"
#include "report/table.h"

namespace bakeoff::report {

/// All candidates that were timed: who leads first, then the other survivors, then those that left, each
/// group by its figure.
std::vector<CandidateIndex> timed_candidates(const CellView& cell);

/// Those, then the other candidates as they were asked for: the order of all figures and tables of a cell.
std::vector<CandidateIndex> all_candidates(const CellView& cell);

/// The figures of the timed, in that order.
Table cell_table(const CellView& cell);

/// The candidates that were not measured, absent ones included, each with its status and reason as a person
/// reads them.
struct Unmeasured {
  std::string name;
  Outcome outcome;
};
std::vector<Unmeasured> unmeasured(const CellView& cell);

}  // namespace bakeoff::report
