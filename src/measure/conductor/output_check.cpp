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

}  // namespace

double tolerance_of(const RaceJob& job) {
  return job.rules.max_error.value_or(kConsensusTolerance);
}

Answer<OutputCheck> check_outputs(const RaceJob& job, Crew& crew,
                                  const std::function<void(const std::string&)>& tell) {
  const std::size_t count = job.contenders.size();
  const Outputs scripted = scripted_outputs(job.model.sets.size(), job.model.batch);
  const double tolerance = tolerance_of(job);
  OutputCheck check{std::vector<CandidateChecked>(count),
                    std::vector<Outputs>(count),
                    std::vector<std::optional<std::string>>(count),
                    {}};
  std::vector<CandidateIndex> compared;
  std::vector<Outputs> outputs;
  std::vector<std::string> names;
  for (CandidateIndex candidate = 0; candidate < count; ++candidate) {
    const Contender& contender = job.contenders[candidate];
    tell(contender.candidate.name);
    auto arrival = crew.bring_up(candidate);
    crew.dismiss(candidate);
    if (!arrival) {
      auto outcome = outcome_of(arrival.error());
      if (!outcome) return tl::unexpected(outcome.error());
      check.checked[candidate] = {candidate, std::move(*outcome), std::nullopt, "none"};
      continue;
    }
    check.executed[candidate] = arrival->facts.executed_precision;
    if (auto outcome = hold_to_floor(job.cell, arrival->facts.executed_precision);
        outcome.status != Status::kRight) {
      check.checked[candidate] = {candidate, std::move(outcome), std::nullopt, "none"};
      continue;
    }
    check.memory.count += arrival->facts.memory.peak.count;
    if (contender.scripted) {
      check.checked[candidate] = hold_against(candidate, arrival->outputs, scripted, tolerance, "scripted");
      check.expected[candidate] = scripted;
    } else {
      compared.push_back(candidate);
      outputs.push_back(std::move(arrival->outputs));
      names.push_back(contender.candidate.name);
    }
  }
  const auto together = hold_against_one_another(compared, outputs, names, tolerance);
  for (const CandidateChecked& checked : together) check.checked[checked.candidate] = checked;
  // All that are right agree pairwise, so that any of them serves as the yardstick for every later worker.
  const auto right = std::find_if(together.begin(), together.end(), [](const CandidateChecked& checked) {
    return checked.outcome.status == Status::kRight;
  });
  if (right != together.end()) {
    const Outputs& yardstick = outputs[static_cast<std::size_t>(right - together.begin())];
    for (const CandidateIndex candidate : compared) check.expected[candidate] = yardstick;
  }
  return check;
}

}  // namespace bakeoff::measure
