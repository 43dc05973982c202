#include "judge/race/cell_result.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "judge/race/outlook.h"
#include "record/accuracy.h"

namespace bakeoff::judge {
namespace {

void append(std::string& reason, std::string_view more) {
  if (!reason.empty()) reason += "; ";
  reason += more;
}

/// "2 crashed, 1 wrong-result": how the candidates ended, in the order of the list of statuses.
std::string count_statuses(const CellResult& result) {
  std::map<Status, int> counts;
  for (const CandidateResult& candidate : result.candidates) ++counts[candidate.outcome.status];
  std::string text;
  for (const auto& [status, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(to_string(status));
  }
  return text;
}

std::string_view why_stopped(const std::optional<RaceStopped>& stopped) {
  if (!stopped) return "not finished";
  return stopped->cause == StopCause::kInterrupted ? "interrupted" : "budget";
}

std::string why_unresolved(const RaceState& state) {
  if (state.standing().contradictory()) return "contradictory: the medians run in a circle";
  if (state.standing().decided()) return "only the gap was asked for";
  return std::string(why_stopped(state.stopped()));
}

Outcome outcome_of(const RaceState& state, CandidateIndex i) {
  const std::optional<CandidateChecked>& checked = state.checked(i);
  if (checked && checked->outcome.status != Status::kRight) return checked->outcome;
  if (state.fault(i)) return *state.fault(i);
  if (state.tally(i).units() > 0) return {};
  std::string reason = "not finished before its first unit of evidence";
  if (state.stopped() && state.stopped()->cause == StopCause::kInterrupted) {
    reason = "interrupted before its first unit of evidence";
  } else if (state.stopped()) {
    reason = "the budget ended before its first unit of evidence";
  }
  return {.status = Status::kTimedOut, .reason = reason};
}

CandidateResult candidate_result(const RaceState& state, CandidateIndex i) {
  CandidateResult result;
  result.outcome = outcome_of(state, i);
  if (state.all_checked()) {
    result.survivor = state.standing().racing(i);
    result.left_after_unit = state.standing().left_after(i);
  }
  if (const std::optional<CandidateChecked>& checked = state.checked(i)) {
    result.relative_error = checked->relative_error;
    result.reference = checked->reference;
    result.remark = checked->remark;
    result.observed_bits = observed_bits(checked->relative_error);
  }
  state.tally(i).tell(result, state.rules().alpha);
  return result;
}

VoidSummary void_summary(const RaceState& state) {
  return {.rounds = state.rounds_run(),
          .voided = state.voids().voided(),
          .disturbed = state.voids().disturbed(),
          .disturbed_host = state.voids().given_up(),
          .charged = state.voids().charged(),
          .uneven_p = state.voids().uneven_p()};
}

/// Whether the race without voiding ended otherwise.
bool voids_matter(const RaceState& state) {
  return state.without_voiding().verdict() != state.standing().verdict() ||
         state.without_voiding().survivors() != state.standing().survivors();
}

int faults(const Standing& standing) {
  return static_cast<int>(std::count_if(standing.entrants().begin(), standing.entrants().end(),
                                        [&](CandidateIndex i) { return standing.faulty(i); }));
}

/// Verdict and reason once K is known.
void decide(CellResult& result, const RaceState& state) {
  const Standing& standing = state.standing();
  result.verdict = standing.verdict();
  const int lost = faults(standing);
  const std::string lost_words = std::to_string(lost) + " left by a fault";
  switch (result.verdict) {
    case Verdict::kNone:
      result.reason = lost > 0 ? "every candidate left by a fault" : "no candidate passed the output check";
      if (!result.candidates.empty()) result.reason += ": " + count_statuses(result);
      return;
    case Verdict::kWinner:
      if (standing.entrants().size() == 1) append(result.reason, "only candidate");
      if (lost > 0) append(result.reason, "fastest of those that ran; " + lost_words);
      break;
    case Verdict::kTie:
      if (lost > 0) append(result.reason, lost_words);
      break;
    case Verdict::kUnresolved:
      append(result.reason, why_unresolved(state));
      if (lost > 0) append(result.reason, lost_words);
      break;
  }
  if (state.voids().given_up()) append(result.reason, "disturbed host");
  if (state.voids().uneven()) {
    if (result.verdict != Verdict::kUnresolved && voids_matter(state)) {
      result.verdict = Verdict::kUnresolved;
      append(result.reason, "disturbances fell unevenly, and with the void rounds the verdict is another");
    } else {
      append(result.reason, "disturbances fell unevenly");
    }
  }
  if (!state.together()) append(result.reason, "the workers did not fit in memory together");
}

}  // namespace

CellResult cell_result(const RaceState& state) {
  CellResult result;
  for (CandidateIndex i = 0; i < state.candidates(); ++i) {
    result.candidates.push_back(candidate_result(state, i));
  }
  result.attempt = state.first_attempt();
  result.cut_epochs = state.cut_epochs();
  result.voids = void_summary(state);
  result.stopped = state.stopped();
  if (!state.all_checked()) {
    result.verdict = Verdict::kUnresolved;
    result.reason = std::string(why_stopped(state.stopped())) + " during the output check";
    return result;
  }

  const Standing& standing = state.standing();
  decide(result, state);
  result.units = standing.units();
  result.survivors = standing.survivors();
  if (result.verdict == Verdict::kWinner || result.verdict == Verdict::kTie)
    result.winners = result.survivors;
  std::optional<CandidateIndex> first;
  if (result.survivors.size() == 1) {
    first = result.survivors.front();
    result.runner_up = nearest_rival(standing, *first);
  } else if (const std::vector<CandidateIndex> ranked = ranked_survivors(standing); ranked.size() > 1) {
    first = ranked[0];
    result.runner_up = ranked[1];
  }
  if (result.verdict != Verdict::kWinner) result.leader = first;
  result.pairs = pair_results(standing, first);
  if (result.verdict == Verdict::kUnresolved) {
    result.tie_epsilon = tie_epsilon(standing);
    if (first && !standing.contradictory()) result.units_to_settle = units_to_settle(standing, *first);
  }
  return result;
}

}  // namespace bakeoff::judge
