#include "simulated_race.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace bakeoff::judge {

World ladder() {
  World world;
  world.nanoseconds = [](const Moment& at) { return (10 + at.candidate) * kMillisecond; };
  return world;
}

Race race_of(std::size_t candidates, const Rules& rules) {
  return {rules, Metric::kLatency, candidates, 1};
}

Rules by_rounds() {
  Rules rules;
  rules.evidence = Evidence::kRound;
  return rules;
}

Rules endless() {
  Rules rules;
  rules.epsilon = 0;
  return rules;
}

CandidateChecked checked(CandidateIndex candidate, Status status) {
  CandidateChecked event;
  event.candidate = candidate;
  event.outcome.status = status;
  return event;
}

WorkerStarted started(CandidateIndex candidate) {
  WorkerStarted event;
  event.candidate = candidate;
  return event;
}

SlotTimed timed(std::uint32_t round, CandidateIndex candidate, std::vector<std::uint64_t> durations_ns) {
  SlotTimed event;
  event.round = round;
  event.candidate = candidate;
  event.durations_ns = std::move(durations_ns);
  return event;
}

WindowJudged judged(std::uint32_t first_round, std::uint32_t last_round, Disturbance disturbance) {
  WindowJudged event;
  event.first_round = first_round;
  event.last_round = last_round;
  event.disturbance = disturbance;
  return event;
}

void SimulatedConductor::emit(const Event& event) {
  race_.apply(event);
  events_.push_back(event);
}

bool SimulatedConductor::lost(std::uint32_t round, CandidateIndex candidate) {
  now_.round = round;
  now_.candidate = candidate;
  if (!world_.fails(now_)) return false;
  emit(CandidateLeft{.candidate = candidate, .outcome = {.status = Status::kCrashed, .reason = "signal 11"}});
  gone_[candidate] = true;
  return true;
}

void SimulatedConductor::run_round(const RunRound& step) {
  emit(RoundBegun{.round = step.round, .order = step.order});
  ran_.resize(step.round);
  for (const CandidateIndex candidate : step.order) {
    if (lost(step.round, candidate)) continue;
    emit(timed(step.round, candidate,
               std::vector<std::uint64_t>(world_.inferences, world_.nanoseconds(now_))));
    ran_.back().push_back(candidate);
  }
  if (step.round - judged_ >= world_.window) judge(judged_ + 1, step.round);
}

void SimulatedConductor::judge(std::uint32_t first, std::uint32_t last) {
  now_.round = last;
  WindowJudged window = judged(first, last);
  if (world_.disturbed(now_)) {
    window.disturbance = Disturbance::kForeignLoad;
    const CandidateIndex blamed = world_.charged(now_);
    const std::vector<CandidateIndex>& ran = ran_[last - 1];
    if (std::find(ran.begin(), ran.end(), blamed) != ran.end()) window.charged = blamed;
  }
  judged_ = last;
  emit(window);
}

bool SimulatedConductor::step() {
  const Step step = race_.next();
  if (std::holds_alternative<Finish>(step)) {
    emit(RaceStopped{.cause = StopCause::kDecided});
    return false;
  }
  if (std::holds_alternative<CheckCandidates>(step)) {
    for (CandidateIndex i = 0; i < candidates_; ++i) {
      emit(checked(i, i < world_.checks.size() ? world_.checks[i] : Status::kRight));
    }
  } else if (const auto* begin = std::get_if<BeginEpoch>(&step)) {
    now_ = {.attempt = begin->attempt, .epoch = begin->epoch};
    gone_.assign(candidates_, false);
    ran_.clear();
    judged_ = 0;
    emit(EpochBegun{.attempt = begin->attempt, .epoch = begin->epoch, .order = begin->order});
    for (const CandidateIndex candidate : begin->order) {
      if (!lost(0, candidate)) emit(started(candidate));
    }
  } else if (const auto* round = std::get_if<RunRound>(&step)) {
    run_round(*round);
  } else if (const auto* window = std::get_if<JudgeWindow>(&step)) {
    judge(window->first_round, window->last_round);
  } else {
    emit(EpochEnded{});
  }
  return true;
}

void SimulatedConductor::run(std::uint32_t epochs) {
  for (std::uint32_t ended = 0; ended < epochs;) {
    if (!step()) return;
    if (std::holds_alternative<EpochEnded>(events_.back())) ++ended;
  }
}

void SimulatedConductor::stop(StopCause cause) {
  if (race_.epoch_open()) emit(EpochEnded{.end = EpochEnd::kCut});
  emit(RaceStopped{.cause = cause});
}

namespace {

template <typename T>
std::string maybe(const std::optional<T>& value) {
  return value ? fmt::format("{}", *value) : "-";
}

std::string describe(const Interval& interval) {
  return fmt::format("[{}, {}]", maybe(interval.low), maybe(interval.high));
}

std::string describe(const CandidateResult& each) {
  return fmt::format(
      "  {} '{}' survivor {} left {} latency {} {} p90 {} p99 {} throughput {} samples {} units {} facts {} "
      "cores {} "
      "error {} bits {} {}\n",
      to_string(each.outcome.status), each.outcome.reason, each.survivor, maybe(each.left_after_unit),
      maybe(each.latency_ms), describe(each.latency_interval_ms), maybe(each.p90_ms), maybe(each.p99_ms),
      maybe(each.throughput_per_s), each.samples, each.units, each.facts.has_value(), maybe(each.cores_used),
      maybe(each.relative_error), maybe(each.observed_bits), each.reference);
}

}  // namespace

std::string describe(const CellResult& result) {
  std::string text = fmt::format(
      "{} winners {} survivors {} leader {} runner-up {} '{}' units {} cut {} attempt {} tie {} settle {}\n",
      to_string(result.verdict), result.winners, result.survivors, maybe(result.leader),
      maybe(result.runner_up), result.reason, result.units, result.cut_epochs, result.attempt,
      maybe(result.tie_epsilon), maybe(result.units_to_settle));
  for (const PairResult& pair : result.pairs) {
    text += fmt::format("  {} < {}: {} {} units {} wins {} E {}\n", pair.faster, pair.slower, pair.ratio,
                        describe(pair.interval), pair.units, pair.wins, pair.evidence);
  }
  for (const CandidateResult& each : result.candidates) text += describe(each);
  text += fmt::format("  rounds {} void {} given up {} charged {} p {} stopped {}\n", result.voids.rounds,
                      result.voids.voided, result.voids.disturbed_host, result.voids.charged,
                      maybe(result.voids.uneven_p),
                      result.stopped ? to_string(result.stopped->cause) : std::string_view("-"));
  return text;
}

std::string describe(const Step& step) {
  if (const auto* begin = std::get_if<BeginEpoch>(&step)) {
    return fmt::format("begin {}.{} {}", begin->attempt, begin->epoch, begin->order);
  }
  if (const auto* round = std::get_if<RunRound>(&step))
    return fmt::format("run {} {}", round->round, round->order);
  if (const auto* window = std::get_if<JudgeWindow>(&step)) {
    return fmt::format("judge {} to {}", window->first_round, window->last_round);
  }
  if (std::holds_alternative<CheckCandidates>(step)) return "check";
  return std::holds_alternative<EndEpoch>(step) ? "end" : "finish";
}

}  // namespace bakeoff::judge
