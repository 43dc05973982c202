#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/cell.h"
#include "record/status.h"

namespace bakeoff {

/// What `bakeoff check` found out about one candidate: right, or any other status of the closed list but
/// measured.
struct CheckedCandidate {
  Candidate candidate;
  std::string device = "cpu";
  Outcome outcome;
  std::optional<double> relative_error;  ///< against the reference named beside it
  std::string reference = "none";        ///< fp64, data, consensus, scripted or none
  std::string remark = "";               ///< what is right only in a sense, in words
  std::optional<std::string> executed_precision;
};

/// All candidates of one model, precision after precision, batch after batch.
struct CheckedModel {
  std::string model;
  std::vector<CheckedCandidate> results;
};

}  // namespace bakeoff
