#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "record/result.h"
#include "record/study_record.h"
#include "store/study_file.h"

namespace bakeoff::cli {

/// What to do with a study file that exists already.
enum class IfExists { kRefuse, kResume, kOverwrite };

/// The study file of a run, open for appending, with the cells that were in it.
struct Output {
  std::filesystem::path path;
  store::StudyFile file;
  std::vector<CellRecord> cells;
};

/// Opens the study file of a run, or makes it. An existing one is kUsage unless resumed or overwritten; a
/// missing one to be resumed is kNotFound.
Result<Output> open_output(const std::filesystem::path& path, IfExists if_exists, const StudyRecord& header);

/// Makes a new one for a run that names none: "resnet-50-20261123-161500.bakeoff" in the working directory,
/// from the first model's name and the local time, or "...-161500-2.bakeoff" where that is there, and so on.
Result<Output> make_output(const std::string& model, const StudyRecord& header);

/// Where a cell of this run lies in the file.
struct CellPlace {
  std::size_t index = 0;
  bool decided = false;                                 ///< nothing is left to do in its race
  std::optional<PlaceboResult> placebo = std::nullopt;  ///< of a decided race, run to its end
  std::uint64_t placebos = 0;                           ///< that were ever begun
};

/// Adds the cell to the file, or finds the one that asks the same, whose rules and tries `cell` then gets;
/// what a kill left open in its last try is closed. kUsage where a continued race would not be the same any
/// more.
Result<CellPlace> place_cell(Output& output, CellRecord& cell, IfExists if_exists);

}  // namespace bakeoff::cli
