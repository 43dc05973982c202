#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace bakeoff {

enum class Metric { kLatency, kThroughput };
enum class Precision { kFp32, kFp16, kBf16 };

/// What counts as one independent piece of evidence: an epoch of fresh processes, or a round (METHOD.md, 3).
enum class Evidence { kProcess, kRound };

/// What --shape asks of a model's input.
struct InputShape {
  std::string input;
  std::vector<std::int64_t> dims;
  bool operator==(const InputShape&) const = default;
};

/// The values that --input gives to a model's input.
struct InputFile {
  std::string input;
  std::string file;    ///< a .npy file, as a person named it
  std::string sha256;  ///< of its content; empty until it is read
  bool operator==(const InputFile&) const = default;
};

/// One race's question: which candidate is best for this model, here, under these terms.
struct Cell {
  std::string model;         ///< zoo name or file name, as a person calls it
  std::string model_sha256;  ///< of the prepared ONNX file: what really ran
  std::string platform = "this";
  std::string device = "cpu";
  Precision precision = Precision::kFp32;
  int batch = 1;
  int threads = 1;
  bool strict = false;
  Metric metric = Metric::kLatency;
  std::vector<InputShape> shapes{};      ///< of inputs that the file leaves open
  std::vector<InputFile> input_files{};  ///< of inputs that are not made from the seed
  bool operator==(const Cell&) const = default;
};

using Options = std::vector<std::pair<std::string, std::string>>;

/// A runtime of one version with one configuration, and the very library that was measured.
struct Candidate {
  std::string name;  ///< unique in the study, the shortest that tells it from the others
  std::string runtime;
  std::string version;
  std::string configuration = "default";
  Options options;  ///< what the configuration stands for
  std::string library_sha256;
  Precision precision = Precision::kFp32;
  int batch = 1;
  bool operator==(const Candidate&) const = default;
};

/// The terms of a race, fixed before it starts and stored with it.
struct Rules {
  double alpha = 0.05;
  double epsilon = 0.02;
  Evidence evidence = Evidence::kProcess;
  int rounds_per_epoch = 5;
  Nanoseconds slot = std::chrono::milliseconds(150);
  Nanoseconds budget = std::chrono::seconds(120);
  std::uint64_t seed = 0;
  bool voiding = true;              ///< off only in tests of what voiding is for
  bool freezing = true;             ///< off only in tests of what freezing is for
  std::optional<double> max_error;  ///< overrides the tolerance of the output check
  /// Instead of a verdict, so many units: nobody is eliminated, and the gap's size is all that is asked for
  /// (placebos, A/A races).
  std::optional<std::uint32_t> units = std::nullopt;
  bool operator==(const Rules&) const = default;
};

/// The words of DESIGN.md for each value, and back; an unknown word gives an empty optional.
std::string_view to_string(Metric metric);
std::string_view to_string(Precision precision);
std::string_view to_string(Evidence evidence);
std::optional<Metric> metric_from(std::string_view word);
std::optional<Precision> precision_from(std::string_view word);
std::optional<Evidence> evidence_from(std::string_view word);

}  // namespace bakeoff
