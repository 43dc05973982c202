#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "cli/run/output_file.h"
#include "cli/turn.h"
#include "study/request.h"

namespace bakeoff::cli {

enum class Format { kText, kJson };
enum class Chatter { kProgress, kQuiet };

/// All of one call of `bakeoff run`.
struct RunOrder {
  study::StudyRequest request;
  std::filesystem::path output;  ///< empty: a name that is free (make_output)
  IfExists if_exists = IfExists::kRefuse;
  bool placebo = false;  ///< race each cell's winner against a copy of itself afterwards
  Format format = Format::kText;
  Chatter chatter = Chatter::kProgress;
  IfBusy if_busy = IfBusy::kWait;
  std::string command;  ///< the command line, for the record
};

/// Prepares, races, keeps and tells; gives the exit code of the verdicts.
Result<int> run_study(const RunOrder& order);

/// What run_study would do, in words: cells, candidates, time, disk; nothing is run or written.
Result<int> dry_run(const RunOrder& order);

}  // namespace bakeoff::cli
