#include "report/json.h"

#include <algorithm>

#include "report/cell_view.h"
#include "report/host_json.h"
#include "report/json_cell.h"

namespace bakeoff::report {
namespace {

Json study_part(const StudyRecord& study, const std::vector<CellView>& cells) {
  const auto not_run =
      std::count_if(cells.begin(), cells.end(), [](const CellView& cell) { return !cell.was_run(); });
  JsonObject object;
  object.set("bakeoff_version", study.bakeoff_version)
      .set("started", study.started)
      .set("command", study.command)
      .set("cells_not_run", not_run);
  set_self_cost(study.self_cost, object);
  return object.take();
}

}  // namespace

std::string study_json(const Told& told, Samples samples) {
  const std::vector<CellView> cells = cells_of(told);
  Json list = Json::array();
  for (const CellView& cell : cells) list.push_back(cell_json(cell, samples));
  Json document = {{"schema", "bakeoff/1"},
                   {"host", host_part(told.study.host)},
                   {"study", study_part(told.study, cells)},
                   {"cells", std::move(list)}};
  return dumped(document);
}

}  // namespace bakeoff::report
