#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/program.h"
#include "measure/conductor/conductor.h"
#include "record/study_record.h"
#include "study/request.h"

namespace bakeoff::cli {

/// A cell as it will be kept, and its candidates as workers are told of them, in the same order.
struct PlannedCell {
  CellRecord record;  ///< no model hash yet, and no tries
  std::vector<measure::Contender> contenders;
};

struct Plan {
  std::vector<PlannedCell> cells;
  std::vector<std::string> remarks;  ///< what a person should know before: damaged installations and the like
};

/// The cells of the request; where it names no model, those of the study file `output`, to be resumed.
/// Threads are the physical cores of `cpus` unless asked for.
Result<Plan> plan_cells(const study::StudyRequest& request, const std::filesystem::path& output,
                        const Program& program, const measure::CpuSet& cpus);

}  // namespace bakeoff::cli
