#pragma once

#include <optional>
#include <string>
#include <vector>

#include "measure/conductor/outputs.h"
#include "measure/conductor/race_job.h"
#include "record/events.h"

namespace bakeoff::measure {

/// Runtimes whose outputs differ by no more than this agree where there is no reference (DESIGN.md,
/// "Reference and tolerance", consensus): 1e-3; at fp16 and bf16 twice what each may be away from the truth.
double consensus_tolerance(Precision precision);

/// Holds the outputs of candidates against one another: those in the largest group whose members all agree
/// pairwise are right; the others, and everybody where no single largest group of two or more exists, are
/// wrong-result. One alone is right, with reference "none". Outputs that are worthless by themselves never
/// agree. Each is said with its largest error against the other members of the group, or against the group's
/// first.
std::vector<CandidateChecked> hold_against_one_another(const std::vector<CandidateIndex>& candidates,
                                                       const std::vector<Outputs>& outputs,
                                                       const std::vector<std::string>& names,
                                                       double tolerance);

/// Holds one candidate's outputs against what they must be; `reference` names where that comes from.
CandidateChecked hold_against(CandidateIndex candidate, const Outputs& outputs, const Outputs& expected,
                              double tolerance, const std::string& reference);

/// Holds one candidate's outputs, of the first sets or all, against the reference.
CandidateChecked hold_against(CandidateIndex candidate, const Outputs& outputs, const Reference& reference,
                              double tolerance);

}  // namespace bakeoff::measure
