#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/error.h"
#include "measure/conductor/crew.h"
#include "measure/host/cpu_set.h"

namespace bakeoff::bench {

/// The folder of the build, where bakeoff-worker and adapters/ lie: one above this program's own.
Result<std::filesystem::path> build_folder();

/// What workers need around them when no race conducts them: processors, signals, limits without end.
class Stage {
 public:
  static Result<std::unique_ptr<Stage>> set();
  Stage(std::filesystem::path build, measure::CpuSet cpus, measure::SignalWatch signals, Bytes memory_limit);
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// A job of one contender on this stage, with `model`; the crew that runs it is the caller's.
  [[nodiscard]] measure::RaceJob job(measure::Contender contender, model::PreparedModel model) const;

  /// A built-in adapter with options; it opens no model file.
  [[nodiscard]] measure::Contender built_in(const std::string& name, Options options) const;

  [[nodiscard]] const std::filesystem::path& build() const { return build_; }
  [[nodiscard]] std::filesystem::path worker() const { return build_ / "bakeoff-worker"; }
  [[nodiscard]] std::filesystem::path adapter(const std::string& name) const {
    return build_ / "adapters" / (name + ".so");
  }
  [[nodiscard]] const measure::CpuSet& cpus() const { return cpus_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  measure::SignalWatch& signals() { return signals_; }
  measure::Supervision& supervision() { return supervision_; }

 private:
  std::filesystem::path build_;
  measure::CpuSet cpus_;
  measure::SignalWatch signals_;
  MonotonicClock clock_;
  measure::RaceTime time_;
  measure::Supervision supervision_;
};

/// Trouble with a worker as an error to end with.
Error error_of(const measure::Trouble& trouble);

}  // namespace bakeoff::bench
