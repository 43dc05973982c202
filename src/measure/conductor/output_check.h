#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "measure/conductor/crew.h"

namespace bakeoff::measure {

/// What the check before the first epoch found out.
struct OutputCheck {
  std::vector<CandidateChecked> checked;  ///< one for each candidate, in their order
  std::vector<Outputs> expected;  ///< what each candidate's later workers are held against; empty: never ran
  std::vector<std::optional<std::string>>
      executed;  ///< the precision that ran, of each candidate, where known
  Bytes memory;  ///< peaks of all candidates together
};

/// Brings every candidate up once, alone, and holds its outputs against the script or the other candidates'
/// outputs (METHOD.md: K, the candidates that take part). A fault or the end of the budget is a candidate's
/// outcome; only an interruption or an error of ours ends the check. `tell` hears whose turn it is.
Answer<OutputCheck> check_outputs(const RaceJob& job, Crew& crew,
                                  const std::function<void(const std::string&)>& tell);

/// The relative error up to which outputs are right in this job.
double tolerance_of(const RaceJob& job);

}  // namespace bakeoff::measure
