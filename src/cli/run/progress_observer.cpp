#include "cli/run/progress_observer.h"

#include "cli/terminal.h"

namespace bakeoff::cli {

ProgressObserver::ProgressObserver(CellRecord& cell, store::StudyFile& file, std::size_t index,
                                   CellNumber number, Chatter chatter)
    : cell_(&cell), file_(&file), index_(index), number_(number), chatter_(chatter) {}

Result<void> ProgressObserver::keep(const Event& event) {
  if (auto kept = file_->append(index_, event); !kept) return kept;
  if (const auto* const begun = std::get_if<EpochBegun>(&event)) {
    epoch_ = begun->epoch;
    round_ = 0;
  }
  if (const auto* const begun = std::get_if<RoundBegun>(&event)) round_ = begun->round;
  cell_->tries.back().push_back(event);
  return {};
}

report::ProgressState ProgressObserver::state(const measure::Progress& progress,
                                              const judge::Race& race) const {
  using Phase = measure::Progress::Phase;
  const CellResult result = race.result();
  auto state = report::progress_of({*cell_, result}, progress.elapsed);
  state.cell_number = number_.number;
  state.cell_count = number_.count;
  if (progress.phase == Phase::kChecking) state.activity = "checking " + progress.candidate;
  if (progress.phase == Phase::kStarting) state.activity = "starting " + progress.candidate;
  state.epoch = epoch_;
  state.round = round_;
  state.elapsed = progress.elapsed;
  state.budget = progress.budget;
  return state;
}

void ProgressObserver::progress(const measure::Progress& progress, const judge::Race& race) {
  if (chatter_ == Chatter::kQuiet) return;
  auto now = state(progress, race);
  if (is_terminal(Stream::kErrors)) {
    line_.show(report::progress_line(now, style_of(Stream::kErrors).width - 1));
  } else if (const auto line = report::plain_progress_line(last_, now)) {
    write(Stream::kErrors, *line + "\n");
  }
  last_ = std::move(now);
}

}  // namespace bakeoff::cli
