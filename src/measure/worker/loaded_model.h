#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <bakeoff/adapter.h>

#include "measure/worker/attempt.h"
#include "measure/worker/protocol.h"
#include "record/status.h"

namespace bakeoff::measure {

/// One adapter with its runtime open, a model loaded and one context made. The process ends without taking it
/// apart: some runtimes cannot be closed without crashing, and none needs to be.
class LoadedModel {
 public:
  /// `inputs` is the shared region that the command's places point into.
  static Attempt<LoadedModel> load(const protocol::LoadCommand& command, std::span<std::byte> inputs);

  [[nodiscard]] const protocol::LoadReply& reply() const { return reply_; }
  [[nodiscard]] const bakeoff_adapter& adapter() const { return *adapter_; }
  [[nodiscard]] bakeoff_context* context() const { return context_; }
  [[nodiscard]] std::size_t set_count() const { return set_count_; }

  /// One inference on one input set; its duration in nanoseconds.
  Attempt<std::uint64_t> run(std::size_t set);

  /// The outputs of the last run.
  Attempt<std::vector<bakeoff_tensor>> outputs();

  /// What the adapter tells of the loaded model.
  std::vector<std::pair<std::string, std::string>> facts();

 private:
  const bakeoff_adapter* adapter_ = nullptr;
  bakeoff_session* session_ = nullptr;
  bakeoff_context* context_ = nullptr;
  std::size_t set_count_ = 0;
  protocol::LoadReply reply_;
};

/// Loads an adapter's library and takes its table of functions; refuses one of another interface.
Attempt<const bakeoff_adapter*> open_adapter(const std::string& path);

/// The candidate status for an adapter's failure.
Outcome outcome_of(bakeoff_status status, const bakeoff_error& error);

}  // namespace bakeoff::measure
