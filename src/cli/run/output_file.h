#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "record/study_record.h"
#include "store/study_file.h"

namespace bakeoff::cli {

/// What to do with a study file that exists already.
enum class IfExists { kRefuse, kResume, kOverwrite };

/// Opens the study file of a run, or makes it. An existing one is kUsage unless resumed or overwritten; a
/// missing one to be resumed is kNotFound.
Result<store::StudyFile> open_output(const std::filesystem::path& path, IfExists if_exists,
                                     const StudyRecord& header);

/// "resnet-50-20261123-161500.bakeoff": the first model's name and the local time.
std::filesystem::path default_output(const std::string& model);

/// Adds the cell to the file, or finds the one that asks the same, and begins a try where none can go on.
/// `cell` gets the tries it has. kUsage where a continued race would no longer be the same (other library,
/// other machine).
struct CellPlace {
  std::size_t index = 0;  ///< in the file
  bool decided = false;   ///< nothing is left to do
};
Result<CellPlace> place_cell(store::StudyFile& file, CellRecord& cell, IfExists if_exists);

}  // namespace bakeoff::cli
