#include "judge/race/race_state.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "judge/race/schedule.h"

namespace bakeoff::judge {
namespace {

/// Rounds as evidence: a window is judged after so many rounds at the latest, so that a verdict is not long
/// in coming.
constexpr std::uint32_t kMostPending = 5;

/// False for an event that cannot follow: a bug of the caller in a debug build, an event without effect in
/// a release build, where it may come from a damaged file.
bool can_follow(bool condition) {
  assert(condition && "this event cannot follow those before");
  return condition;
}

}  // namespace

RaceState::RaceState(const Rules& rules, Metric metric, std::size_t candidates, int batch,
                     std::uint32_t first_attempt)
    : rules_(rules),
      metric_(metric),
      batch_(batch),
      first_attempt_(first_attempt),
      checked_(candidates),
      faults_(candidates),
      tallies_(candidates),
      voids_(rules.voiding, candidates),
      next_attempt_(first_attempt) {
  if (candidates > 0) return;
  standing_.emplace(rules_, candidates, std::vector<CandidateIndex>{});
  without_voiding_ = standing_;
}

void RaceState::apply(const Event& event) {
  std::visit([this](const auto& each) { on(each); }, event);
}

void RaceState::on(const CandidateChecked& event) {
  if (!can_follow(event.candidate < candidates() && !last_epoch_)) return;
  checked_[event.candidate] = event;
  stopped_.reset();
  std::vector<CandidateIndex> entrants;
  for (CandidateIndex i = 0; i < candidates(); ++i) {
    if (!checked_[i]) return;
    if (checked_[i]->outcome.status == Status::kRight) entrants.push_back(i);
  }
  standing_.emplace(rules_, candidates(), entrants);
  without_voiding_ = standing_;
}

void RaceState::on(const EpochBegun& event) {
  if (!can_follow(all_checked() && !(by_round() && last_epoch_))) return;
  if (epoch_) close_epoch(EpochEnd::kCut);
  if (!last_epoch_) first_attempt_ = event.attempt;
  last_epoch_ = event;
  together_ = together_ && event.together;
  stopped_.reset();
  epoch_.emplace(candidates(), event.epoch);
}

void RaceState::on(const WorkerStarted& event) {
  if (!can_follow(epoch_ && event.candidate < candidates())) return;
  tallies_[event.candidate].add_worker(event.facts);
}

void RaceState::on(const CandidateLeft& event) {
  if (!can_follow(all_checked() && event.candidate < candidates())) return;
  if (epoch_) epoch_->leave(event.candidate);
  without_voiding_->leave(event.candidate);
  standing_->leave(event.candidate);
  if (standing_->faulty(event.candidate) && !faults_[event.candidate]) {
    faults_[event.candidate] = event.outcome;
  }
}

void RaceState::on(const RoundBegun& event) {
  if (!can_follow(epoch_ && epoch_->waiting().empty() && event.round == epoch_->rounds() + 1)) return;
  const auto known = [this](CandidateIndex i) { return i < candidates(); };
  if (!can_follow(std::all_of(event.order.begin(), event.order.end(), known))) return;
  epoch_->begin_round(event.order);
}

void RaceState::on(const SlotTimed& event) {
  if (!can_follow(epoch_ && event.round == epoch_->rounds() && !event.durations_ns.empty())) return;
  const std::vector<CandidateIndex> waiting = epoch_->waiting();
  if (!can_follow(std::find(waiting.begin(), waiting.end(), event.candidate) != waiting.end())) return;
  epoch_->add_slot(event.candidate, summarize(event, batch_));
}

void RaceState::on(const WindowJudged& event) {
  if (!can_follow(epoch_ && event.first_round == epoch_->judged() + 1 &&
                  event.last_round >= event.first_round && event.last_round <= epoch_->whole_rounds())) {
    return;
  }
  const std::uint32_t rounds = event.last_round - event.first_round + 1;
  const bool is_void = voids_.judge(event, rounds, epoch_->runners(event.last_round));
  for (Round& round : epoch_->judge(event.last_round, is_void ? Round::State::kVoid : Round::State::kValid)) {
    if (by_round()) {
      const RoundCosts unit = costs(round, metric_);
      without_voiding_->add_unit({&unit, 1});
    }
    if (!is_void && !standing_->decided()) {
      for (CandidateIndex i = 0; i < candidates(); ++i) {
        if (round.slots[i]) tallies_[i].add_slot(*round.slots[i]);
      }
      if (by_round()) count_unit({&round});
    }
    for (std::optional<SlotSummary>& slot : round.slots) {
      if (slot) slot->sorted_ns = {};  // counted or void: only its value is needed from here on
    }
  }
}

void RaceState::on(const EpochEnded& event) {
  if (!can_follow(epoch_.has_value())) return;
  close_epoch(event.end);
}

void RaceState::on(const RaceStopped& event) {
  if (epoch_) close_epoch(EpochEnd::kCut);
  stopped_ = event;
}

/// One unit of evidence: its own figures for each survivor that ran in all of it, then the pairs.
void RaceState::count_unit(const std::vector<const Round*>& rounds) {
  std::vector<RoundCosts> unit;
  for (const Round* round : rounds) unit.push_back(costs(*round, metric_));
  for (const CandidateIndex survivor : standing_->survivors()) {
    std::vector<const SlotSummary*> slots;
    for (const Round* round : rounds) {
      if (round->slots[survivor]) slots.push_back(&*round->slots[survivor]);
    }
    if (!slots.empty()) tallies_[survivor].add_unit(slots);
  }
  standing_->add_unit(unit);
  if (alone()) precise_ = tallies_[standing_->entrants().front()].precise(rules_, metric_);
}

void RaceState::close_epoch(EpochEnd end) {
  const OpenEpoch epoch = std::move(*epoch_);
  epoch_.reset();
  rounds_closed_ += epoch.whole_rounds();
  next_attempt_ = last_epoch_->attempt;
  next_epoch_ = epoch.number() + 1;
  const bool whole = epoch.valid() >= rounds_per_epoch();
  const bool faults_ended_it = standing_->survivors().empty();
  if (by_round() || (end == EpochEnd::kComplete && faults_ended_it)) return;
  if (end == EpochEnd::kCut || !can_follow(whole)) {
    ++cut_epochs_;
    ++next_attempt_;
    --next_epoch_;
    return;
  }
  std::vector<RoundCosts> first_rounds;
  std::vector<const Round*> valid;
  for (const Round& round : epoch.all()) {
    if (first_rounds.size() < rounds_per_epoch()) first_rounds.push_back(costs(round, metric_));
    if (round.state == Round::State::kValid) valid.push_back(&round);
  }
  without_voiding_->add_unit(first_rounds);
  count_unit(valid);
}

Step RaceState::next() const {
  if (!all_checked()) return CheckCandidates{};
  if (epoch_) return next_in_epoch();
  const std::vector<CandidateIndex> survivors = standing_->survivors();
  const bool over =
      standing_->decided() || precise_ || survivors.empty() || (survivors.size() == 1 && !alone());
  if (over || (by_round() && last_epoch_)) return Finish{};
  const DiceKey key{.seed = rules_.seed, .attempt = next_attempt_, .epoch = next_epoch_};
  return BeginEpoch{.attempt = key.attempt, .epoch = key.epoch, .order = random_order(key, survivors)};
}

Step RaceState::next_in_epoch() const {
  const std::vector<CandidateIndex> survivors = standing_->survivors();
  if (survivors.empty() || standing_->decided() || precise_) return EndEpoch{};
  if (!epoch_->waiting().empty()) return RunRound{.round = epoch_->rounds(), .order = epoch_->waiting()};
  const DiceKey key{.seed = rules_.seed,
                    .attempt = last_epoch_->attempt,
                    .epoch = epoch_->number(),
                    .round = epoch_->rounds() + 1};
  const RunRound run{.round = key.round, .order = random_order(key, survivors)};
  const JudgeWindow judge{.first_round = epoch_->judged() + 1, .last_round = epoch_->rounds()};
  // The last one standing after faults finishes its epoch, so that it has figures of its own; with rounds as
  // evidence, as many rounds.
  const bool goes_on = by_round() && (survivors.size() > 1 || alone());
  if (goes_on) return epoch_->pending() < kMostPending ? Step(run) : Step(judge);
  if (epoch_->valid() + epoch_->pending() < rounds_per_epoch()) return run;
  return epoch_->pending() > 0 ? Step(judge) : Step(EndEpoch{});
}

std::uint32_t RaceState::rounds_run() const {
  return rounds_closed_ + (epoch_ ? epoch_->whole_rounds() : 0);
}

std::uint32_t RaceState::rounds_per_epoch() const {
  return static_cast<std::uint32_t>(std::max(1, rules_.rounds_per_epoch));
}

}  // namespace bakeoff::judge
