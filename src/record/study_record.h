#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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

/// What makes a cell the placebo of another: its first candidate is one of that other's, its second a copy.
struct PlaceboOf {
  std::size_t cell = 0;  ///< place of the other in the study
  CandidateIndex candidate = 0;
  std::uint32_t after_try = 1;  ///< the other's last try when the placebo began
  bool operator==(const PlaceboOf&) const = default;
};

/// One cell as kept: what was asked, who took part, what happened. `tries` counts from 1; only the last may
/// go on.
struct CellRecord {
  Cell cell;
  Rules rules;
  std::vector<Candidate> candidates;
  std::vector<AbsentCandidate> absent;
  std::vector<std::vector<Event>> tries;
  std::string command;                    ///< repeats just this cell
  std::optional<PlaceboOf> placebo_of{};  ///< empty: a cell that was asked for
};

/// A whole study file in memory.
struct StudyRecord {
  std::string bakeoff_version;
  std::string started;  ///< UTC, ISO 8601
  std::string command;  ///< the whole command line
  HostFacts host;
  SelfCost self_cost;
  std::vector<CellRecord> cells;  ///< those that have begun, those still to be run (no tries), and placebos
};

}  // namespace bakeoff
