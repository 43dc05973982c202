#pragma once

#include <functional>
#include <string>
#include <vector>

#include "measure/conductor/crew.h"

namespace bakeoff::measure {

/// What the check before the first epoch found out.
struct OutputCheck {
  std::vector<CandidateChecked> checked;  ///< one for each candidate, in their order
  std::vector<Outputs> expected;  ///< what each candidate's later workers are held against; empty: never ran
  Bytes memory;                   ///< peaks of all candidates together
};

/// Brings every candidate up once, alone, and holds its outputs against the script or the other candidates'
/// outputs (METHOD.md: K, the candidates that take part). A fault or the end of the budget is a candidate's
/// outcome; only an interruption or an error of ours ends the check. `tell` hears whose turn it is.
Answer<OutputCheck> check_outputs(const RaceJob& job, Crew& crew, double tolerance,
                                  const std::function<void(const std::string&)>& tell);

}  // namespace bakeoff::measure
