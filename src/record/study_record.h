#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "record/cell.h"
#include "record/events.h"
#include "record/host.h"

namespace bakeoff {

/// A candidate that was asked for but never came to a race, with its reason (not-installed, unsupported,
/// ...).
struct AbsentCandidate {
  Candidate candidate;
  Outcome outcome;
  bool operator==(const AbsentCandidate&) const = default;
};

/// One cell as kept: what was asked, who took part, what happened. `tries` counts from 1; only the last may
/// go on.
struct CellRecord {
  Cell cell;
  Rules rules;
  std::vector<Candidate> candidates;
  std::vector<AbsentCandidate> absent;
  std::vector<std::vector<Event>> tries;
  std::string command;  ///< repeats just this cell
};

/// A whole study file in memory.
struct StudyRecord {
  std::string bakeoff_version;
  std::string started;  ///< UTC, ISO 8601
  std::string command;  ///< the whole command line
  HostFacts host;
  SelfCost self_cost;
  std::vector<CellRecord> cells;  ///< those that have begun, and those still to be run (no tries)
};

}  // namespace bakeoff
