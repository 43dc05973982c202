#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "measure/conductor/supervision.h"
#include "measure/host/cpu_set.h"
#include "model/prepare/form.h"
#include "model/prepare/prepared.h"
#include "model/reference/compare.h"
#include "record/cell.h"

namespace bakeoff::measure {

/// One candidate with all that its worker is told.
struct Contender {
  Candidate candidate;
  std::filesystem::path adapter;      ///< the adapter's shared library
  std::filesystem::path library_dir;  ///< for the adapter's open(); empty for null and fake
  std::string form = "onnx";          ///< of its model
  std::optional<model::ModelForm> model =
      std::nullopt;  ///< what it is given; empty: the prepared model as it is
  std::optional<std::string> probed_precision =
      std::nullopt;       ///< what it computes in as measured (probe.h); empty: not probed
  bool scripted = false;  ///< null and fake: held against their own scripted outputs, not the others'
};

/// What the outputs must be, and where that comes from.
struct Reference {
  std::string source = "fp64";  ///< or data: the outputs that came with the model
  model::reference::Expected expected;
  double tolerance = 0;  ///< of the relative error, at the cell's precision
};

/// What one race needs; all of it prepared before.
struct RaceJob {
  Cell cell;
  Rules rules;
  std::vector<Contender> contenders;
  model::PreparedModel model;
  std::optional<Reference> reference =
      std::nullopt;  ///< none: the candidates' outputs are held against one another
  CpuSet cpus;
  std::filesystem::path worker;  ///< the worker program
  /// The longest a worker may take to load, for its first inference, to warm up, or for a slot beyond the
  /// slot's own time; 0: a third of the budget, at least 5 s.
  Nanoseconds patience{0};
  Bytes memory_limit{0};  ///< a worker past it is over-limit; 0: 80 % of what is available at the start

  /// What each contender is given, in their order.
  [[nodiscard]] std::vector<model::ModelForm> forms() const;
};

/// What has to be kept an eye on while workers do a job that may take `budget`, memory limit included.
/// `signals` and `time` outlive it.
Supervision supervision_of(const RaceJob& job, Nanoseconds budget, SignalWatch& signals, RaceTime& time);

}  // namespace bakeoff::measure
