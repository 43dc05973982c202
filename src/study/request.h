#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "record/cell.h"

namespace bakeoff::study {

/// One entry of --runtimes: "openvino", "openvino==2026.4.1", "onnxruntime:no-spin",
/// "fake:latency=5ms+spin=1".
struct RuntimeRequest {
  std::string runtime;
  std::string version;  ///< empty: the newest installed
  std::string configuration = "default";
  bool operator==(const RuntimeRequest&) const = default;
};

/// What a person asked for: the axes of a grid and the terms of its races.
struct StudyRequest {
  std::vector<std::string> models;
  std::vector<RuntimeRequest> runtimes;  ///< empty: all installed ones
  std::string device = "cpu";
  std::vector<Precision> precisions{Precision::kFp32};
  std::vector<int> batches{1};
  std::vector<int> threads;  ///< empty: physical cores of the allowed CPU set
  Metric metric = Metric::kLatency;
  Rules rules;
  std::optional<std::uint64_t> seed;  ///< empty: from the system
};

Result<std::vector<RuntimeRequest>> parse_runtimes(std::string_view text);

/// The grid's cells, models outermost, each without model_sha256.
std::vector<Cell> expand(const StudyRequest& request);

/// Gives each candidate the shortest name that tells it from the others (runtime, then version, then
/// configuration).
void name_candidates(std::vector<Candidate>& candidates);

/// The command line that repeats just this cell with these candidates.
std::string command_for(const Cell& cell, const Rules& rules, const std::vector<Candidate>& candidates);

}  // namespace bakeoff::study
