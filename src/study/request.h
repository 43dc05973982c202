#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "record/cell.h"
#include "record/study_record.h"

namespace bakeoff::study {

/// One entry of --runtimes: "openvino", "openvino==2026.4.1", "onnxruntime:no-spin",
/// "fake:latency=5ms+spin=1".
struct RuntimeRequest {
  std::string runtime;
  std::string version;                    ///< empty: the newest installed
  std::string configuration = "default";  ///< a name of the catalogue, or pairs (configuration.h)
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
  bool strict = false;
  Metric metric = Metric::kLatency;
  Rules rules;
  std::optional<std::uint64_t> seed;   ///< empty: from the system
  std::vector<InputShape> shapes;      ///< of the one model's inputs
  std::vector<InputFile> input_files;  ///< without hashes
};

/// "a,b==1.2,c:config" into its entries. kUsage with an example for what is not of that form, for an option
/// that is set twice and for an entry that is there twice.
Result<std::vector<RuntimeRequest>> parse_runtimes(std::string_view text);

/// One --shape: "x=1x3x224x224". kUsage with an example for what is not of that form.
Result<InputShape> parse_input_shape(std::string_view text);

/// One --input: "x=FILE.npy". kUsage with an example for what is not of that form.
Result<InputFile> parse_input_file(std::string_view text);

/// The grid's cells, models outermost, then precisions, batches and threads, each without model_sha256. The
/// caller has filled in `threads`: what the machine has is not known here (1 where it is empty).
std::vector<Cell> expand(const StudyRequest& request);

/// Gives each candidate of a study, absent ones included, the shortest name that tells it from the others:
/// the runtime, "==version" where several versions of it take part, ":configuration" where it is not the
/// default.
void name_candidates(std::vector<Candidate>& candidates);

/// The command line that repeats just this cell with all who were asked for, quoted for a POSIX shell.
/// Options at their default are left out, but never runtimes with their exact versions (an absent one's only
/// where it was asked for), batch, threads and seed.
std::string command_for(const Cell& cell, const Rules& rules, const std::vector<Candidate>& candidates,
                        const std::vector<AbsentCandidate>& absent);

}  // namespace bakeoff::study
