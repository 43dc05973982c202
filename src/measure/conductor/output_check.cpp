#include "measure/conductor/output_check.h"

#include <algorithm>

#include "measure/conductor/agreement.h"
#include "measure/conductor/precision_floor.h"

namespace bakeoff::measure {
namespace {

// What a candidate that did not get as far as giving outputs ends in; trouble that is nobody's fault is
// handed on.
Answer<Outcome> outcome_of(const Trouble& trouble) {
  if (const auto* const fault = std::get_if<Outcome>(&trouble)) return *fault;
  if (const auto* const cause = std::get_if<StopCause>(&trouble);
      cause != nullptr && *cause == StopCause::kBudget) {
    return Outcome{Status::kTimedOut, "the budget ended before its outputs were checked"};
  }
  return tl::unexpected(trouble);
}

// The relative error up to which outputs are right.
double tolerance_of(const RaceJob& job) {
  if (job.rules.max_error) return *job.rules.max_error;
  return job.reference ? job.reference->tolerance : consensus_tolerance(job.cell.precision);
}

// Candidates that nothing but the others can be held against.
struct Group {
  std::vector<CandidateIndex> candidates;
  std::vector<Outputs> outputs;
  std::vector<std::string> names;

  void check(OutputCheck& check, double tolerance) const {
    const auto together = hold_against_one_another(candidates, outputs, names, tolerance);
    for (const CandidateChecked& checked : together) check.checked[checked.candidate] = checked;
    // All that are right agree pairwise, so that any of them serves as the yardstick for every later worker.
    const auto right = std::find_if(together.begin(), together.end(), [](const CandidateChecked& checked) {
      return checked.outcome.status == Status::kRight;
    });
    if (right == together.end()) return;
    const Outputs& yardstick = outputs[static_cast<std::size_t>(right - together.begin())];
    for (const CandidateIndex candidate : candidates) check.expected[candidate] = yardstick;
  }
};

}  // namespace

Answer<OutputCheck> check_outputs(const RaceJob& job, Crew& crew,
                                  const std::function<void(const std::string&)>& tell) {
  const std::size_t count = job.contenders.size();
  const Outputs scripted = scripted_outputs(job.model.sets.size(), job.model.batch);
  const double tolerance = tolerance_of(job);
  OutputCheck check{std::vector<CandidateChecked>(count),
                    std::vector<Outputs>(count),
                    std::vector<std::optional<std::string>>(count),
                    {}};
  Group group;
  for (CandidateIndex candidate = 0; candidate < count; ++candidate) {
    const Contender& contender = job.contenders[candidate];
    tell(contender.candidate.name);
    auto arrival = crew.bring_up(candidate);
    crew.dismiss(candidate);
    if (!arrival) {
      auto outcome = outcome_of(arrival.error());
      if (!outcome) return tl::unexpected(outcome.error());
      check.checked[candidate] = {
          .candidate = candidate, .outcome = std::move(*outcome), .relative_error = {}};
      continue;
    }
    check.executed[candidate] = arrival->facts.executed_precision;
    if (auto outcome = hold_to_floor(job.cell, arrival->facts.executed_precision);
        outcome.status != Status::kRight) {
      check.checked[candidate] = {
          .candidate = candidate, .outcome = std::move(outcome), .relative_error = {}};
      continue;
    }
    check.memory.count += arrival->facts.memory.peak.count;
    if (contender.scripted) {
      check.checked[candidate] = hold_against(candidate, arrival->outputs, scripted, tolerance, "scripted");
      check.expected[candidate] = scripted;
    } else if (job.reference) {
      check.checked[candidate] = hold_against(candidate, arrival->outputs, *job.reference, tolerance);
    } else {
      group.candidates.push_back(candidate);
      group.outputs.push_back(std::move(arrival->outputs));
      group.names.push_back(contender.candidate.name);
    }
  }
  group.check(check, tolerance);
  return check;
}

CandidateChecked hold_again(const RaceJob& job, const OutputCheck& check, CandidateIndex candidate,
                            const Outputs& outputs) {
  const double tolerance = tolerance_of(job);
  if (job.reference && !job.contenders[candidate].scripted) {
    return hold_against(candidate, outputs, *job.reference, tolerance);
  }
  const Outputs& all = check.expected[candidate];
  const auto count = static_cast<std::ptrdiff_t>(std::min(all.size(), outputs.size()));
  return hold_against(candidate, outputs, Outputs(all.begin(), all.begin() + count), tolerance, "");
}

}  // namespace bakeoff::measure
