// What bakeoff itself costs while it measures: the sampling loop, the conductor, and workers that are frozen.

#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <thread>
#include <vector>

#include "figure.h"
#include "judge/stats/median.h"
#include "measure/conductor/inputs_region.h"
#include "measure/conductor/self_cost.h"
#include "stage.h"

namespace bakeoff::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kRepetitions = 15;
constexpr double kMostHarnessNs = 60;
constexpr int kSlots = 100;
constexpr double kMostConductorShare = 0.005;
constexpr Nanoseconds kFrozenFor = 2s;

Nanoseconds own_cpu_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

std::string median_and_range(const std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return fmt::format("{:.1f} ns ({:.1f} to {:.1f})", judge::median(values), *least, *most);
}

Result<void> harness_per_inference(Stage& stage) {
  std::vector<double> reads;
  std::vector<double> overheads;
  for (int repetition = 0; repetition < kRepetitions; ++repetition) {
    const auto cost =
        measure::measure_self_cost(stage.worker(), stage.adapter("null"), stage.cpus(), stage.signals());
    if (!cost) return tl::unexpected(cost.error());
    reads.push_back(cost->clock_read_ns.value());
    overheads.push_back(cost->null_overhead_ns.value());
  }
  print_figure("one clock reading", median_and_range(reads));
  const Standing standing = judge::median(overheads) <= kMostHarnessNs ? Standing::kOk : Standing::kMissed;
  print_figure("harness per inference, clock reading included", median_and_range(overheads),
               fmt::format("{:.0f} ns", kMostHarnessNs), standing);
  return {};
}

/// CPU time of this process against wall time, over the parts of a benchmark that count.
class Share {
 public:
  explicit Share(const Clock& clock) : clock_(&clock) {}

  template <typename Work>
  auto of(Work&& work) {
    const Nanoseconds cpu = own_cpu_time();
    const Nanoseconds wall = clock_->now();
    auto result = work();
    cpu_ += own_cpu_time() - cpu;
    wall_ += clock_->now() - wall;
    return result;
  }

  [[nodiscard]] double value() const { return to_seconds(cpu_) / to_seconds(wall_); }

 private:
  const Clock* clock_;
  Nanoseconds cpu_{0};
  Nanoseconds wall_{0};
};

// Only the wait for the worker's answer: what comes before and after, the worker is frozen.
Result<void> conductor_while_waiting(Stage& stage, const measure::RaceJob& job,
                                     const measure::InputsRegion& inputs) {
  auto worker =
      measure::WorkerProcess::start(job.worker, job.cpus, inputs.memory.descriptor(), stage.supervision());
  if (!worker) return tl::unexpected(worker.error());
  measure::protocol::LoadCommand load;
  load.adapter = job.contenders.front().adapter.string();
  load.form = "onnx";
  load.device = "cpu";
  load.precision = "fp32";
  load.options = job.contenders.front().candidate.options;
  load.sets = inputs.sets.front();
  if (const auto loaded = (*worker)->ask<measure::protocol::LoadReply>(load, job.patience, "loading");
      !loaded) {
    return tl::unexpected(error_of(loaded.error()));
  }
  const measure::protocol::SlotCommand command{static_cast<std::uint64_t>(job.rules.slot.count())};
  Share share(stage.clock());
  for (int slot = 0; slot < kSlots; ++slot) {
    const auto reply = share.of(
        [&] { return (*worker)->ask<measure::protocol::SlotReply>(command, job.patience, "being timed"); });
    if (!reply) return tl::unexpected(error_of(reply.error()));
  }
  print_figure("conductor's CPU use while a slot runs",
               fmt::format("{:.3f} % of a core", 100 * share.value()),
               fmt::format("below {:.1f} %", 100 * kMostConductorShare),
               share.value() < kMostConductorShare ? Standing::kOk : Standing::kMissed);
  return {};
}

// Everything from thaw to freeze, with the bookkeeping between two slots, during which nothing is timed.
Result<void> conductor_around_slots(Stage& stage, const measure::RaceJob& job,
                                    const measure::InputsRegion& inputs) {
  measure::Crew crew(job, inputs, stage.supervision());
  if (const auto up = crew.bring_up(0); !up) return tl::unexpected(error_of(up.error()));
  Share share(stage.clock());
  for (int slot = 0; slot < kSlots; ++slot) {
    const auto timed = share.of([&] { return crew.slot(0, 1); });
    if (!timed) return tl::unexpected(error_of(timed.error()));
  }
  print_figure("the same with freezing and bookkeeping",
               fmt::format("{:.3f} % of a core", 100 * share.value()));
  return {};
}

Result<void> conductor_share(Stage& stage) {
  const auto job = stage.job(stage.built_in("fake", {{"sleep", "10ms"}}), measure::one_number());
  const auto inputs = measure::share_inputs(job.model);
  if (!inputs) return tl::unexpected(inputs.error());
  if (auto waited = conductor_while_waiting(stage, job, *inputs); !waited) return waited;
  return conductor_around_slots(stage, job, *inputs);
}

// The same worker left running shows that its threads would have spun.
Result<void> frozen_worker(Stage& stage) {
  auto job = stage.job(stage.built_in("fake", {{"spin", "1"}, {"latency", "1ms"}}), measure::one_number());
  const auto inputs = measure::share_inputs(job.model);
  if (!inputs) return tl::unexpected(inputs.error());
  const auto use_between_slots = [&]() -> Result<Nanoseconds> {
    measure::Crew crew(job, *inputs, stage.supervision());
    if (const auto up = crew.bring_up(0); !up) return tl::unexpected(error_of(up.error()));
    if (const auto timed = crew.slot(0, 1); !timed) return tl::unexpected(error_of(timed.error()));
    const Nanoseconds before = crew.cpu_time();
    std::this_thread::sleep_for(kFrozenFor);
    return crew.cpu_time() - before;
  };
  const auto frozen = use_between_slots();
  if (!frozen) return tl::unexpected(frozen.error());
  job.rules.freezing = false;
  const auto running = use_between_slots();
  if (!running) return tl::unexpected(running.error());
  print_figure("CPU time of a frozen spinning worker in 2 s", fmt::format("{} ns", frozen->count()), "0 ns",
               frozen->count() == 0 ? Standing::kOk : Standing::kMissed);
  print_figure("the same worker, not frozen", fmt::format("{:.2f} s", to_seconds(*running)));
  return {};
}

Result<void> run() {
  const auto stage = Stage::set();
  if (!stage) return tl::unexpected(stage.error());
  for (const auto benchmark : {harness_per_inference, conductor_share, frozen_worker}) {
    if (auto done = benchmark(**stage); !done) return done;
  }
  return {};
}

}  // namespace
}  // namespace bakeoff::bench

int main() {
  const auto done = bakeoff::bench::run();
  if (done) return 0;
  fmt::print(stderr, "bench-harness: {}\n", bakeoff::to_string(done.error()));
  return 1;
}
