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
  std::vector<Outputs>
      expected;  ///< without a reference: what each candidate's later workers are held against
  std::vector<std::optional<std::string>>
      executed;  ///< the precision that ran, of each candidate, where known
  Bytes memory;  ///< peaks of all candidates together
};

/// Brings every candidate up once, alone, and holds what ran against the precision that is asked, and its
/// outputs against the script, the job's reference or the other candidates' outputs (METHOD.md: K, the
/// candidates that take part). A fault or the end of the budget is a candidate's outcome; only an
/// interruption or an error of ours ends the check. `tell` hears whose turn it is.
Answer<OutputCheck> check_outputs(const RaceJob& job, Crew& crew,
                                  const std::function<void(const std::string&)>& tell);

/// Holds what a later worker of a candidate gave, for the first sets or all, against what it was held against
/// in the check.
CandidateChecked hold_again(const RaceJob& job, const OutputCheck& check, CandidateIndex candidate,
                            const Outputs& outputs);

}  // namespace bakeoff::measure
