#include "measure/conductor/check.h"

#include "measure/conductor/crew.h"
#include "measure/conductor/output_check.h"

namespace bakeoff::measure {
namespace {

Error error_of(const Trouble& trouble) {
  if (const auto* const error = std::get_if<Error>(&trouble)) return *error;
  return {ErrorKind::kInterrupted, "interrupted", "", ""};
}

}  // namespace

Result<std::vector<CheckedCandidate>> check(const RaceJob& job, SignalWatch& signals,
                                            const std::function<void(const std::string&)>& tell) {
  const auto inputs = share_inputs(job.model, job.forms());
  if (!inputs) return tl::unexpected(inputs.error());
  const MonotonicClock clock;
  RaceTime time(clock);
  Supervision supervision = supervision_of(job, job.rules.budget, signals, time);
  Crew crew(job, *inputs, supervision);
  const auto check = check_outputs(job, crew, tell);
  if (!check) return tl::unexpected(error_of(check.error()));
  std::vector<CheckedCandidate> results;
  for (std::size_t i = 0; i < job.contenders.size(); ++i) {
    const CandidateChecked& checked = check->checked[i];
    results.push_back({.candidate = job.contenders[i].candidate,
                       .device = job.cell.device,
                       .outcome = checked.outcome,
                       .relative_error = checked.relative_error,
                       .reference = checked.reference,
                       .remark = checked.remark,
                       .executed_precision = check->executed[i]});
  }
  return results;
}

}  // namespace bakeoff::measure
