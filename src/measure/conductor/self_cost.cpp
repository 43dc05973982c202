#include "measure/conductor/self_cost.h"

#include <vector>

#include "judge/stats/median.h"
#include "measure/conductor/inputs_region.h"
#include "measure/conductor/worker_process.h"

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

constexpr int kStretches = 9;
constexpr int kClockReads = 100'000;
constexpr Nanoseconds kSlot = 10ms;
constexpr Nanoseconds kPatience = 10s;

Error error_of(const Trouble& trouble) {
  if (const auto* const error = std::get_if<Error>(&trouble)) return *error;
  if (const auto* const outcome = std::get_if<Outcome>(&trouble)) {
    return {ErrorKind::kInternal, "the null adapter failed: " + outcome->reason, "", ""};
  }
  return {ErrorKind::kInterrupted, "interrupted", "", ""};
}

}  // namespace

model::PreparedModel one_number() {
  model::PreparedModel model;
  model.name = "null";
  model.inputs = {{"input", model::ElementType::kFloat, {1}}};
  model.sets.assign(4, {std::string(sizeof(float), '\0')});
  return model;
}

Result<SelfCost> measure_self_cost(const std::filesystem::path& worker,
                                   const std::filesystem::path& null_adapter, const CpuSet& cpus,
                                   SignalWatch& signals) {
  auto inputs = share_inputs(one_number());
  if (!inputs) return tl::unexpected(inputs.error());
  const MonotonicClock clock;
  RaceTime time(clock);
  Supervision supervision;
  supervision.signals = &signals;
  supervision.time = &time;
  supervision.budget = kPatience;
  supervision.memory_limit = Bytes{1U << 30U};
  auto process = WorkerProcess::start(worker, cpus, inputs->memory.descriptor(), supervision);
  if (!process) return tl::unexpected(process.error());

  protocol::LoadCommand load;
  load.adapter = null_adapter.string();
  load.form = "onnx";
  load.device = "cpu";
  load.precision = "fp32";
  load.sets = inputs->sets.front();
  if (const auto loaded = (*process)->ask<protocol::LoadReply>(load, kPatience, "loading"); !loaded) {
    return tl::unexpected(error_of(loaded.error()));
  }
  std::vector<double> reads;
  std::vector<double> overheads;
  for (int stretch = 0; stretch < kStretches; ++stretch) {
    const auto read = (*process)->ask<protocol::ClockCostReply>(protocol::ClockCostCommand{kClockReads},
                                                                kPatience, "reading the clock");
    if (!read) return tl::unexpected(error_of(read.error()));
    reads.push_back(read->read_ns);
    const auto slot = (*process)->ask<protocol::SlotReply>(
        protocol::SlotCommand{static_cast<std::uint64_t>(kSlot.count())}, kPatience, "being timed");
    if (!slot) return tl::unexpected(error_of(slot.error()));
    const std::uint64_t* const stamps = (*process)->stamps();
    overheads.push_back(static_cast<double>(stamps[slot->inferences] - stamps[0]) / slot->inferences);
  }
  return SelfCost{judge::median(reads), judge::median(overheads)};
}

}  // namespace bakeoff::measure
