#include "measure/conductor/conductor.h"

#include <algorithm>
#include <ctime>

#include "measure/conductor/crew.h"
#include "measure/conductor/output_check.h"
#include "measure/conductor/window.h"

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

// What the end of a race takes beyond its last slot: workers of hundreds of megabytes are put away and the
// last events kept, each of which waits for the disk. Cutting so much earlier keeps the whole within the
// budget.
Nanoseconds closing_time(Nanoseconds budget) {
  return std::clamp<Nanoseconds>(budget / 50, 300ms, 1s);
}

Nanoseconds own_cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

/// Does what the race asks for, step by step, and tells it what came of it.
class Conductor {
 public:
  Conductor(const RaceJob& job, judge::Race& race, RaceObserver& observer, const InputsRegion& inputs,
            Supervision& supervision, const Clock& clock)
      : job_(job),
        race_(race),
        observer_(observer),
        supervision_(supervision),
        clock_(clock),
        crew_(job, inputs, supervision) {}

  Result<StopCause> run() {
    for (;;) {
      const judge::Step step = race_.next();
      if (std::holds_alternative<judge::Finish>(step)) return stop(StopCause::kDecided);
      const auto done = std::visit([this](const auto& what) { return take(what); }, step);
      if (done) continue;
      if (const auto* const cause = std::get_if<StopCause>(&done.error())) return stop(*cause);
      return tl::unexpected(std::get<Error>(done.error()));
    }
  }

 private:
  Answer<void> take(const judge::CheckCandidates& step);
  Answer<void> take(const judge::BeginEpoch& step);
  Answer<void> take(const judge::RunRound& step);
  Answer<void> take(const judge::JudgeWindow& step);
  Answer<void> take(const judge::EndEpoch& step);
  Answer<void> take(const judge::Finish& /*step*/) { return {}; }

  Answer<void> learn_expected();
  Answer<void> time_one(CandidateIndex candidate, std::uint32_t round);
  Answer<void> bring_up_for_epoch(CandidateIndex candidate);
  Answer<void> check_once_more(CandidateIndex candidate);
  Answer<void> leave(CandidateIndex candidate, const Trouble& trouble);
  Result<void> judge_until(std::uint32_t last_round);
  Result<StopCause> stop(StopCause cause);
  Result<CpuSnapshot> snapshot() const;
  void tell(Progress::Phase phase, std::string candidate = {});

  Answer<void> emit(const Event& event) { return trouble_if(keep(event)); }
  Result<void> keep(const Event& event) {
    if (auto kept = observer_.keep(event); !kept) return kept;
    race_.apply(event);
    return {};
  }

  const RaceJob& job_;
  judge::Race& race_;
  RaceObserver& observer_;
  Supervision& supervision_;
  const Clock& clock_;
  Crew crew_;

  OutputCheck check_;  ///< empty until the candidates were checked

  bool together_ = true;
  Nanoseconds epoch_begin_{0};
  Nanoseconds longest_epoch_{0};
  std::uint32_t judged_rounds_ = 0;  ///< of the running epoch
  std::uint32_t whole_rounds_ = 0;
  std::optional<CpuSnapshot> window_;           ///< begin of the rounds not judged yet
  std::optional<CpuSnapshot> previous_window_;  ///< begin of those judged last
  std::vector<std::pair<CandidateIndex, Nanoseconds>> foreign_by_slot_;
};

Answer<void> Conductor::take(const judge::CheckCandidates& /*step*/) {
  if (auto learned = learn_expected(); !learned) return learned;
  for (const CandidateChecked& checked : check_.checked) {
    if (auto emitted = emit(checked); !emitted) return emitted;
  }
  return {};
}

Answer<void> Conductor::learn_expected() {
  auto check =
      check_outputs(job_, crew_, [this](const std::string& name) { tell(Progress::Phase::kChecking, name); });
  if (!check) return tl::unexpected(check.error());
  check_ = std::move(*check);
  return {};
}

Answer<void> Conductor::take(const judge::BeginEpoch& step) {
  const bool would_not_fit = supervision_.time->elapsed() + longest_epoch_ > supervision_.budget;
  if (would_not_fit && longest_epoch_ > Nanoseconds(0)) return tl::unexpected<Trouble>(StopCause::kBudget);
  if (check_.expected.empty()) {  // a race that is continued was checked in an earlier life of bakeoff
    if (auto learned = learn_expected(); !learned) return learned;
  }
  together_ = check_.memory <= supervision_.memory_limit;
  if (auto begun = emit(EpochBegun{step.attempt, step.epoch, step.order, together_}); !begun) return begun;
  epoch_begin_ = supervision_.time->elapsed();
  judged_rounds_ = whole_rounds_ = 0;
  window_.reset();
  previous_window_.reset();
  for (const CandidateIndex candidate : step.order) {
    if (!together_) break;
    if (auto up = bring_up_for_epoch(candidate); !up) return up;
  }
  crew_.forget_frozen_cpu();
  return {};
}

// Starts one worker and holds its outputs against those of the check; a fault makes the candidate leave.
Answer<void> Conductor::bring_up_for_epoch(CandidateIndex candidate) {
  tell(Progress::Phase::kStarting, job_.contenders[candidate].candidate.name);
  const auto arrival = crew_.bring_up(candidate);
  if (!arrival) return leave(candidate, arrival.error());
  const auto checked = hold_again(job_, check_, candidate, arrival->outputs);
  if (checked.outcome.status != Status::kRight) return leave(candidate, checked.outcome);
  return emit(WorkerStarted{candidate, arrival->facts});
}

Answer<void> Conductor::take(const judge::RunRound& step) {
  if (!window_) {
    auto begin = trouble_if(snapshot());
    if (!begin) return tl::unexpected(begin.error());
    window_ = *begin;
  }
  if (auto begun = emit(RoundBegun{step.round, step.order}); !begun) return begun;
  for (const CandidateIndex candidate : step.order) {
    if (!together_) {
      if (auto up = bring_up_for_epoch(candidate); !up) return up;
    }
    if (!crew_.has(candidate)) continue;
    if (auto timed = time_one(candidate, step.round); !timed) return timed;
    if (!together_) crew_.dismiss(candidate);
    tell(Progress::Phase::kRacing);
  }
  whole_rounds_ = step.round;
  const bool long_enough = clock_.now() - window_->when >= kWindow;
  return long_enough ? trouble_if(judge_until(whole_rounds_)) : Answer<void>{};
}

Answer<void> Conductor::time_one(CandidateIndex candidate, std::uint32_t round) {
  auto slot = crew_.slot(candidate, round);
  if (!slot) return leave(candidate, slot.error());
  foreign_by_slot_.emplace_back(candidate, slot->foreign_cpu);
  return emit(*slot);
}

Answer<void> Conductor::take(const judge::JudgeWindow& /*step*/) {
  return trouble_if(judge_until(whole_rounds_));
}

Answer<void> Conductor::take(const judge::EndEpoch& /*step*/) {
  // A runtime that began to answer wrongly in the middle is found out before its epoch counts.
  for (CandidateIndex candidate = 0; candidate < job_.contenders.size(); ++candidate) {
    if (!crew_.has(candidate)) continue;
    if (auto checked = check_once_more(candidate); !checked) return checked;
  }
  crew_.dismiss_all();
  if (auto ended = emit(EpochEnded{EpochEnd::kComplete}); !ended) return ended;
  longest_epoch_ = std::max(longest_epoch_, supervision_.time->elapsed() - epoch_begin_);
  return {};
}

Answer<void> Conductor::check_once_more(CandidateIndex candidate) {
  auto outputs = crew_.outputs_now(candidate, 0);
  if (!outputs) return leave(candidate, outputs.error());
  const auto checked = hold_again(job_, check_, candidate, {std::move(*outputs)});
  return checked.outcome.status == Status::kRight ? Answer<void>{} : leave(candidate, checked.outcome);
}

// A fault of the candidate is recorded and the race goes on; anything else is handed on.
Answer<void> Conductor::leave(CandidateIndex candidate, const Trouble& trouble) {
  const auto* const fault = std::get_if<Outcome>(&trouble);
  if (fault == nullptr) return tl::unexpected(trouble);
  crew_.dismiss(candidate);
  return emit(CandidateLeft{candidate, *fault});
}

Result<void> Conductor::judge_until(std::uint32_t last_round) {
  auto end = snapshot();
  if (!end) return tl::unexpected(end.error());
  // The last rounds of an epoch may be too short to be judged alone: look back over those before them too.
  const bool alone = end->when - window_->when >= kWindow || !previous_window_;
  const CpuSnapshot& begin = alone ? *window_ : *previous_window_;
  WindowFacts facts{.first_round = judged_rounds_ + 1,
                    .last_round = last_round,
                    .cpus = static_cast<int>(job_.cpus.cpus.size()),
                    .frozen_cpu = crew_.frozen_cpu(),
                    .suspended = supervision_.suspended,
                    .foreign_by_slot = std::move(foreign_by_slot_)};
  if (!job_.rules.freezing) facts.frozen_cpu = Nanoseconds(0);
  const WindowJudged judged = judge_window(begin, *end, facts);
  crew_.forget_frozen_cpu();
  supervision_.suspended = false;
  foreign_by_slot_.clear();
  judged_rounds_ = last_round;
  previous_window_ = window_;
  window_.reset();
  return keep(judged);
}

Result<StopCause> Conductor::stop(StopCause cause) {
  if (race_.epoch_open()) {  // never when decided: the race has had its epoch ended then
    if (whole_rounds_ > judged_rounds_) {
      if (auto judged = judge_until(whole_rounds_); !judged) return tl::unexpected(judged.error());
    }
    if (auto ended = keep(EpochEnded{EpochEnd::kCut}); !ended) return tl::unexpected(ended.error());
  }
  crew_.dismiss_all();
  if (auto stopped = keep(RaceStopped{cause, supervision_.time->elapsed()}); !stopped) {
    return tl::unexpected(stopped.error());
  }
  return cause;
}

Result<CpuSnapshot> Conductor::snapshot() const {
  auto machine = read_cpu_times(job_.cpus);
  if (!machine) return tl::unexpected(machine.error());
  return CpuSnapshot{clock_.now(), *machine, own_cpu_time() + crew_.cpu_time()};
}

void Conductor::tell(Progress::Phase phase, std::string candidate) {
  observer_.progress({phase, std::move(candidate), supervision_.time->elapsed(), job_.rules.budget}, race_);
}

}  // namespace

Result<StopCause> conduct(const RaceJob& job, judge::Race& race, RaceObserver& observer,
                          SignalWatch& signals) {
  auto inputs = share_inputs(job.model, job.forms());
  if (!inputs) return tl::unexpected(inputs.error());
  const MonotonicClock clock;
  RaceTime time(clock);
  Supervision supervision =
      supervision_of(job, job.rules.budget - closing_time(job.rules.budget), signals, time);
  return Conductor(job, race, observer, *inputs, supervision, clock).run();
}

}  // namespace bakeoff::measure
