#pragma once

#include <string>
#include <vector>

#include "report/told.h"

/// Made-up studies, one for each thing that a report must be able to say.
namespace bakeoff::report {

Told winner_study();      ///< three candidates, one winner
Told tie_study();         ///< two that tie, one ruled out
Told lossy_tie_study();   ///< the same, two more lost to faults
Told unresolved_study();  ///< two left, one ruled out, budget spent
Told none_study();        ///< no candidate gave a right answer
Told crashed_study();     ///< a rival crashed in the race, others before it
Told only_study();        ///< one candidate that ran
Told absent_study();      ///< a winner, beside candidates that never came to the race
Told round_study();       ///< evidence by round, second try, disturbed and uneven, not together
Told placebo_study();     ///< a winner by less than what a copy of it shows against itself
Told demoted_study();     ///< a winner that does not stand when void rounds count
Told contradictory_study();
Told interrupted_study();  ///< a grid: one cell cut short, one not run
Told grid_study();         ///< winner, tie and unresolved; the throughput metric among them
Told hostile_study();      ///< names and reasons with escapes, controls and broken UTF-8

Told sampled_study();  ///< two candidates with slots, one round void, the last epoch cut

struct NamedStudy {
  std::string name;
  Told (*make)();
};
std::vector<NamedStudy> all_studies();

}  // namespace bakeoff::report
