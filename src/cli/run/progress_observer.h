#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cli/live_line.h"
#include "cli/run/run_study.h"
#include "measure/conductor/conductor.h"
#include "record/study_record.h"
#include "report/progress.h"
#include "store/study_file.h"

namespace bakeoff::cli {

/// The cell's place among those of this run, from 1.
struct CellNumber {
  std::size_t number = 1;
  std::size_t count = 1;
};

/// Keeps every event in the study file and in the cell, then shows how far the race is: a live line on a
/// terminal, plain lines elsewhere.
class ProgressObserver final : public measure::RaceObserver {
 public:
  /// `cell` and `file` outlive the observer; `index` is the cell's place in the file.
  ProgressObserver(CellRecord& cell, store::StudyFile& file, std::size_t index, CellNumber number,
                   Chatter chatter);

  Result<void> keep(const Event& event) override;
  void progress(const measure::Progress& progress, const judge::Race& race) override;

 private:
  [[nodiscard]] report::ProgressState state(const measure::Progress& progress, const judge::Race& race) const;

  CellRecord* cell_;
  store::StudyFile* file_;
  std::size_t index_;
  CellNumber number_;
  Chatter chatter_;
  std::uint32_t epoch_ = 0;
  std::uint32_t round_ = 0;
  std::optional<report::ProgressState> last_;
  LiveLine line_;
};

}  // namespace bakeoff::cli
