#include "report/told.h"

#include <utility>

#include "judge/cell.h"

namespace bakeoff::report {

Told told_of(StudyRecord study) {
  Told told{std::move(study), {}};
  for (const CellRecord& cell : told.study.cells) told.results.push_back(judge::decide(cell));
  return told;
}

}  // namespace bakeoff::report
