#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "measure/conductor/signal_watch.h"

namespace bakeoff::bench {

/// What a plain program is told.
struct PlainOrder {
  std::filesystem::path program;
  std::filesystem::path library;  ///< the runtime's own
  std::filesystem::path model;
  int threads = 1;
  std::vector<std::int64_t> input_dims = {};  ///< for a program that cannot ask the model
};

/// A program of plain/ in a process group of its own, frozen and thawed as workers are. It runs where we may
/// run, in the environment of a worker.
class PlainProcess {
 public:
  /// Returns when it is loaded and warm; it is thawed. `signals` outlives it.
  static Result<std::unique_ptr<PlainProcess>> start(const PlainOrder& order, measure::SignalWatch& signals);
  ~PlainProcess();
  PlainProcess(const PlainProcess&) = delete;
  PlainProcess& operator=(const PlainProcess&) = delete;

  /// Stops every thread of the group and waits until the kernel confirms it.
  Result<void> freeze();
  void thaw();

  /// The median latency that it measures in a slot of this length. It must be thawed.
  Result<Nanoseconds> slot(Nanoseconds length);

 private:
  explicit PlainProcess(measure::SignalWatch& signals) : signals_(&signals) {}
  Result<std::string> read_line();

  measure::SignalWatch* signals_;
  pid_t process_ = -1;
  int commands_ = -1;
  int answers_ = -1;
  std::string read_;  ///< what came after the last line
};

}  // namespace bakeoff::bench
