#include "cli/run/run_study.h"

#include <fmt/format.h>

#include <ctime>

#include "cli/run/equipment.h"
#include "cli/run/plan.h"
#include "cli/run/progress_observer.h"
#include "cli/terminal.h"
#include "cli/workplace.h"
#include "judge/cell.h"
#include "judge/placebo.h"
#include "measure/conductor/self_cost.h"
#include "measure/conductor/spawn.h"
#include "measure/host/host_facts.h"
#include "model/prepare/cache_use.h"
#include "report/exit_code.h"
#include "report/json.h"
#include "report/text.h"
#include "study/validate.h"

namespace bakeoff::cli {
namespace {

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

/// One call of `bakeoff run`, from the plan to the last word.
class StudyRun {
 public:
  StudyRun(const RunOrder& order, Workplace workplace, const std::filesystem::path& cache)
      : order_(order),
        workplace_(std::move(workplace)),
        equipment_(workplace_.program, workplace_.cpus, cache, workplace_.signals,
                   [this](const std::string& line) { say("bakeoff: " + line); }) {}

  Result<int> run() {
    return plan()
        .and_then([this] { return wait_for_turn(); })
        .and_then([this] { return open(); })
        .and_then([this] { return race_all(); })
        .and_then([this] { return conclude(); });
  }

 private:
  Result<void> plan();
  Result<void> wait_for_turn();
  Result<void> open();
  Result<void> race_all();
  Result<void> run_cell(std::size_t i);
  Result<void> race(const measure::RaceJob& job, std::size_t i);
  Result<void> race_placebo(measure::RaceJob job, std::size_t i);
  Result<void> conduct(const measure::RaceJob& job, CellRecord& record, std::size_t place, bool continues,
                       std::size_t i);
  Result<int> conclude();
  Result<StudyRecord> header();
  void say(const std::string& line) const {
    if (order_.chatter == Chatter::kProgress) write_line(Stream::kErrors, line);
  }
  [[nodiscard]] bool as_text() const { return order_.format == Format::kText; }

  const RunOrder& order_;
  Workplace workplace_;
  Equipment equipment_;
  std::vector<PlannedCell> cells_;
  std::vector<CellPlace> places_;  ///< of cells_, in the file
  std::filesystem::path path_;
  std::optional<store::StudyFile> file_;
  Turn turn_;
};

Result<void> StudyRun::plan() {
  auto cells = plan_cells(order_.request, order_.output, workplace_.program, workplace_.cpus);
  if (!cells) return tl::unexpected(cells.error());
  cells_ = std::move(cells->cells);
  for (const std::string& remark : cells->remarks) say("bakeoff: " + remark);
  // Every model is prepared before the first race: a bad path must not show after an hour.
  for (PlannedCell& planned : cells_) {
    if (auto equipped = equipment_.equip(planned); !equipped) return equipped;
    if (workplace_.signals.take() == measure::SignalWatch::Request::kStop)
      return fail(ErrorKind::kInterrupted, "interrupted");
  }
  return {};
}

Result<void> StudyRun::wait_for_turn() {
  auto turn = take_turn(order_.if_busy, workplace_.signals,
                        [this](const std::string& line) { say("bakeoff: " + line); });
  if (!turn) return tl::unexpected(turn.error());
  if (*turn) turn_.emplace(std::move(**turn));
  return {};
}

Result<StudyRecord> StudyRun::header() {
  StudyRecord study;
  study.bakeoff_version = kVersion;
  study.started = utc_now();
  study.command = order_.command;
  study.host = measure::collect_host_facts(workplace_.cpus);
  study.host.facts["worker.environment"] = fmt::format("{}", fmt::join(measure::worker_environment(), " "));
  auto cost = measure::measure_self_cost(workplace_.program.worker, workplace_.program.adapter("null"),
                                         workplace_.cpus, workplace_.signals);
  if (!cost) return tl::unexpected(cost.error());
  study.self_cost = *cost;
  return study;
}

Result<void> StudyRun::open() {
  auto study = header();
  if (!study) return tl::unexpected(study.error());
  auto output = order_.output.empty() ? make_output(cells_.front().record.cell.model, *study)
                                      : open_output(order_.output, order_.if_exists, *study);
  if (!output) return tl::unexpected(output.error());
  path_ = output->path;
  for (PlannedCell& planned : cells_) {
    auto place = place_cell(*output, planned.record, order_.if_exists);
    if (!place) return tl::unexpected(place.error());
    places_.push_back(*place);
  }
  file_ = std::move(output->file);
  for (const PlannedCell& planned : cells_) study->cells.push_back(planned.record);
  if (as_text()) write(Stream::kOutput, report::header_text(*study, style_of(Stream::kOutput)));
  return {};
}

Result<void> StudyRun::race_all() {
  for (std::size_t i = 0; i < cells_.size() && !workplace_.signals.stopped(); ++i) {
    if (auto run = run_cell(i); !run) return run;
    if (!as_text()) continue;
    const CellRecord& record = cells_[i].record;
    const CellResult result = judge::decide(record);
    write(Stream::kOutput,
          report::cell_text({record, result, places_[i].placebo}, path_.string(), style_of(Stream::kOutput)));
  }
  return {};
}

// What is left to do for a cell: its race, and the placebo after it where one is asked for.
Result<void> StudyRun::run_cell(std::size_t i) {
  const bool wants_placebo = order_.placebo && !places_[i].placebo;
  if (places_[i].decided && !wants_placebo) return {};
  auto job = equipment_.job(cells_[i]);
  if (!job) return tl::unexpected(job.error());
  if (!places_[i].decided) {
    if (auto raced = race(*job, i); !raced) return raced;
  }
  if (!wants_placebo || workplace_.signals.stopped()) return {};
  return race_placebo(std::move(*job), i);
}

Result<void> StudyRun::race(const measure::RaceJob& job, std::size_t i) {
  CellRecord& record = cells_[i].record;
  const bool continues = order_.if_exists == IfExists::kResume && !record.tries.empty() &&
                         judge::can_continue(record.rules, record.tries.back());
  return conduct(job, record, places_[i].index, continues, i);
}

Result<void> StudyRun::race_placebo(measure::RaceJob job, std::size_t i) {
  const CellRecord& record = cells_[i].record;
  auto placebo = judge::placebo_of(record, places_[i].index, judge::decide(record), places_[i].placebos);
  if (!placebo) return {};
  const auto added = file_->add_cell(*placebo);
  if (!added) return tl::unexpected(added.error());
  job.rules = placebo->rules;
  const measure::Contender first = job.contenders[placebo->placebo_of->candidate];
  job.contenders.assign(2, first);
  job.contenders.back().candidate = placebo->candidates.back();
  if (auto raced = conduct(job, *placebo, *added, false, i); !raced) return raced;
  places_[i].placebo = judge::placebo_result(*placebo);
  return {};
}

// Races `record`, which lies at `place` in the file, keeping every event in both.
Result<void> StudyRun::conduct(const measure::RaceJob& job, CellRecord& record, std::size_t place,
                               bool continues, std::size_t i) {
  if (!continues) {
    if (auto begun = file_->begin_try(place); !begun) return begun;
    record.tries.emplace_back();
  }
  auto race = judge::race_of(record);
  ProgressObserver observer(record, *file_, place, {i + 1, cells_.size()}, order_.chatter);
  const auto stopped = measure::conduct(job, race, observer, workplace_.signals);
  if (!stopped) return tl::unexpected(stopped.error());
  return {};
}

// What is printed last is made from the file alone: what it says is what was kept.
Result<int> StudyRun::conclude() {
  auto study = file_->read();
  if (!study) return tl::unexpected(study.error());
  const report::Told told = report::told_of(std::move(*study));
  if (as_text()) {
    write(Stream::kOutput, report::closing_text(report::cells_of(told), style_of(Stream::kOutput)) + "\n");
    write_line(Stream::kOutput, "Study file: " + path_.string());
  } else if (auto written = write(Stream::kOutput, report::study_json(told, report::Samples::kLeaveOut));
             !written) {
    return tl::unexpected(written.error());
  }
  if (!workplace_.signals.stopped()) return report::exit_code(told);
  say("bakeoff: interrupted; what was measured is kept. Go on with: bakeoff run --resume -o " +
      path_.string());
  return report::kExitInterrupted;
}

}  // namespace

Result<int> run_study(const RunOrder& order) {
  auto workplace = open_workplace();
  if (!workplace) return tl::unexpected(workplace.error());
  const auto cache = model::use_default_cache();
  if (!cache) return tl::unexpected(cache.error());
  return StudyRun(order, std::move(*workplace), cache->folder()).run();
}

}  // namespace bakeoff::cli
