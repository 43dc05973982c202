#include "report/told.h"

#include <utility>

#include "judge/cell.h"
#include "judge/placebo.h"

namespace bakeoff::report {

Told told_of(StudyRecord study) {
  Told told{std::move(study), {}, {}};
  std::vector<CellRecord> all = std::move(told.study.cells);
  told.study.cells.clear();
  for (std::size_t place = 0; place < all.size(); ++place) {
    if (all[place].placebo_of) continue;
    told.results.push_back(judge::decide(all[place]));
    told.placebos.push_back(judge::latest_placebo(all, place));
  }
  std::erase_if(all, [](const CellRecord& cell) { return cell.placebo_of.has_value(); });
  told.study.cells = std::move(all);
  return told;
}

}  // namespace bakeoff::report
