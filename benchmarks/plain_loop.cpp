// Is the latency that bakeoff reports the one an engineer would measure? Races, for every installed runtime,
// a worker of bakeoff against a plain program around the same library, both on the same ResNet-50, one frozen
// while the other runs.

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "figure.h"
#include "judge/stats/median.h"
#include "judge/stats/order_interval.h"
#include "measure/conductor/inputs_region.h"
#include "model/prepare/cache_use.h"
#include "model/prepare/form.h"
#include "model/prepare/prepare.h"
#include "plain_process.h"
#include "plain_program.h"
#include "runtimes/catalogue.h"
#include "runtimes/installed.h"
#include "stage.h"

namespace bakeoff::bench {
namespace {

constexpr double kAlpha = 0.05;
constexpr double kMostDifference = 0.015;

struct Order {
  int rounds = 100;
  int processes = 10;  ///< pairs of fresh processes that the rounds are spread over
};

/// What the rounds of one runtime gave.
struct Rounds {
  std::vector<double> log_ratios;          ///< ln(worker / plain)
  std::vector<double> process_log_ratios;  ///< medians over the rounds of one pair of processes
  std::vector<double> worker_ms;
  std::vector<double> plain_ms;
  Nanoseconds foreign_cpu{0};  ///< CPU time of other processes while the worker ran
  Nanoseconds wall{0};         ///< of those stretches
};

/// The two sides of one race, as one pair of processes.
class Pair {
 public:
  Pair(Stage& stage, const measure::RaceJob& job, const measure::InputsRegion& inputs, PlainOrder plain)
      : stage_(&stage), job_(&job), order_(std::move(plain)), crew_(job, inputs, stage.supervision()) {}

  Result<void> start_worker() {
    if (const auto up = crew_.bring_up(0); !up) return tl::unexpected(error_of(up.error()));
    return {};
  }

  Result<void> start_plain() {
    auto started = PlainProcess::start(order_, stage_->signals());
    if (!started) return tl::unexpected(started.error());
    plain_ = std::move(*started);
    return plain_->freeze();
  }

  Result<double> worker_slot(Rounds& rounds) {
    const Nanoseconds begin = stage_->clock().now();
    const auto slot = crew_.slot(0, 1);
    if (!slot) return tl::unexpected(error_of(slot.error()));
    rounds.wall += stage_->clock().now() - begin;
    rounds.foreign_cpu += slot->foreign_cpu;
    std::vector<double> durations(slot->durations_ns.begin(), slot->durations_ns.end());
    return judge::median(std::move(durations));
  }

  Result<double> plain_slot() {
    plain_->thaw();
    const auto median = plain_->slot(job_->rules.slot);
    if (!median) return tl::unexpected(median.error());
    if (auto frozen = plain_->freeze(); !frozen) return tl::unexpected(frozen.error());
    return static_cast<double>(median->count());
  }

 private:
  Stage* stage_;
  const measure::RaceJob* job_;
  PlainOrder order_;
  measure::Crew crew_;
  std::unique_ptr<PlainProcess> plain_;
};

Result<void> run_round(Pair& pair, Dice& dice, Rounds& rounds) {
  Result<double> worker = 0;
  Result<double> plain = 0;
  const auto run_worker = [&] { worker = pair.worker_slot(rounds); };
  const auto run_plain = [&] { plain = pair.plain_slot(); };
  if (dice.below(2) == 0) {
    run_worker();
    run_plain();
  } else {
    run_plain();
    run_worker();
  }
  if (!worker) return tl::unexpected(worker.error());
  if (!plain) return tl::unexpected(plain.error());
  rounds.log_ratios.push_back(std::log(*worker / *plain));
  rounds.worker_ms.push_back(*worker / 1e6);
  rounds.plain_ms.push_back(*plain / 1e6);
  return {};
}

Result<Rounds> race(Stage& stage, const measure::RaceJob& job, const PlainOrder& plain, const Order& order) {
  const auto inputs = measure::share_inputs(job.model, job.forms());
  if (!inputs) return tl::unexpected(inputs.error());
  Dice dice{system_seed()};
  Rounds rounds;
  for (int process = 0; process < order.processes; ++process) {
    Pair pair(stage, job, *inputs, plain);
    std::vector<Result<void> (Pair::*)()> starts{&Pair::start_worker, &Pair::start_plain};
    dice.shuffle(starts);
    for (const auto start : starts) {
      if (auto started = (pair.*start)(); !started) return tl::unexpected(started.error());
    }
    const std::size_t first = rounds.log_ratios.size();
    const std::size_t last = static_cast<std::size_t>(order.rounds) *
                             (static_cast<std::size_t>(process) + 1) /
                             static_cast<std::size_t>(order.processes);
    while (rounds.log_ratios.size() < last) {
      if (auto done = run_round(pair, dice, rounds); !done) return tl::unexpected(done.error());
    }
    rounds.process_log_ratios.push_back(judge::median(
        {rounds.log_ratios.begin() + static_cast<std::ptrdiff_t>(first), rounds.log_ratios.end()}));
  }
  return rounds;
}

std::string side(const std::optional<double>& log_ratio) {
  return log_ratio ? fmt::format("{:.4f}", std::exp(*log_ratio)) : "unbounded";
}

std::string with_interval(const std::vector<double>& log_ratios) {
  const Interval interval = judge::pair_interval(log_ratios, kAlpha);
  return fmt::format("{:.4f} [{}, {}]", std::exp(judge::median(log_ratios)), side(interval.low),
                     side(interval.high));
}

void print(const std::string& name, const Rounds& rounds) {
  const double ratio = std::exp(judge::median(rounds.log_ratios));
  print_figure(name + ": worker's latency / plain program's",
               fmt::format("{} over {} rounds", with_interval(rounds.log_ratios), rounds.log_ratios.size()),
               fmt::format("within {:.1f} % of 1", 100 * kMostDifference),
               std::abs(ratio - 1) <= kMostDifference ? Standing::kOk : Standing::kMissed);
  print_figure("  medians of pairs of processes",
               fmt::format("{} over {} pairs", with_interval(rounds.process_log_ratios),
                           rounds.process_log_ratios.size()));
  print_figure("  median latency",
               fmt::format("worker {:.2f} ms, plain {:.2f} ms", judge::median(rounds.worker_ms),
                           judge::median(rounds.plain_ms)));
  print_figure(
      "  CPU use of other processes meanwhile",
      fmt::format("{:.0f} % of a core", 100 * to_seconds(rounds.foreign_cpu) / to_seconds(rounds.wall)));
}

// What bakeoff would give the runtime: the model in its form, and its adapter.
Result<measure::Contender> contender_of(const Stage& stage, const runtimes::InstalledRuntime& runtime,
                                        const runtimes::RuntimeEntry& entry,
                                        const model::PreparedModel& model,
                                        const std::filesystem::path& cache) {
  auto form = model::make_form(model, {.form = entry.form}, cache);
  if (!form) return tl::unexpected(form.error());
  measure::Contender contender;
  contender.candidate.name = contender.candidate.runtime = runtime.name;
  contender.adapter = runtime.adapter.empty() ? stage.adapter(entry.adapter) : runtime.adapter;
  contender.library_dir = runtime.library_dir;
  contender.form = entry.form;
  contender.model = std::move(*form);
  return contender;
}

Result<void> race_runtime(Stage& stage, const runtimes::InstalledRuntime& runtime,
                          const model::PreparedModel& model, const std::filesystem::path& cache,
                          const Order& order) {
  const std::string name = runtime.name + " " + runtime.version;
  const auto known = runtimes::catalogue();
  const auto entry = std::find_if(known.begin(), known.end(),
                                  [&](const auto& candidate) { return candidate.name == runtime.name; });
  if (entry == known.end()) return {};  // a third party's
  const auto program = plain_program(runtime, *entry, stage.build() / "benchmarks" / "plain");
  if (!program) return tl::unexpected(program.error());
  if (!*program) {
    print_figure(name, "no plain program in benchmarks/plain/");
    return {};
  }
  auto contender = contender_of(stage, runtime, *entry, model, cache);
  if (!contender) return tl::unexpected(contender.error());
  const auto job = stage.job(std::move(*contender), model);
  PlainOrder plain{.program = (*program)->program,
                   .library = (*program)->library,
                   .model = job.contenders.front().model->path,
                   .threads = job.cell.threads};
  if (entry->build) plain.input_dims = job.contenders.front().model->inputs.front().dims;
  const auto rounds = race(stage, job, plain, order);
  if (!rounds) return tl::unexpected(rounds.error());
  print(name, *rounds);
  return {};
}

Result<int> number(std::string_view text) {
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value < 1) {
    return fail(ErrorKind::kUsage, "'" + std::string(text) + "' is not a positive number");
  }
  return value;
}

Result<Order> parse(const std::vector<std::string_view>& arguments) {
  Order order;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    int* const place = arguments[i] == "--rounds"      ? &order.rounds
                       : arguments[i] == "--processes" ? &order.processes
                                                       : nullptr;
    if (place == nullptr || i + 1 == arguments.size()) {
      return fail(ErrorKind::kUsage, "usage: bench-plain-loop [--rounds N] [--processes N]");
    }
    const auto value = number(arguments[i + 1]);
    if (!value) return tl::unexpected(value.error());
    *place = *value;
  }
  order.processes = std::min(order.processes, order.rounds);
  return order;
}

Result<void> run(const std::vector<std::string_view>& arguments) {
  const auto order = parse(arguments);
  if (!order) return tl::unexpected(order.error());
  const auto cache = model::use_default_cache();
  if (!cache) return tl::unexpected(cache.error());
  const auto model = model::prepare({.model = "resnet-50"}, cache->folder());
  if (!model) return tl::unexpected(model.error());
  const auto inventory = runtimes::find_installed(runtimes::runtimes_folder());
  if (!inventory) return tl::unexpected(inventory.error());
  if (inventory->installed.empty()) {
    return fail(ErrorKind::kNotFound, "no runtime is installed", runtimes::runtimes_folder().string(),
                "install some: bakeoff runtimes install onnxruntime openvino");
  }
  const auto stage = Stage::set();
  if (!stage) return tl::unexpected(stage.error());
  for (const auto& runtime : inventory->installed) {
    if (auto done = race_runtime(**stage, runtime, *model, cache->folder(), *order); !done) return done;
  }
  return {};
}

}  // namespace
}  // namespace bakeoff::bench

int main(int argc, char** argv) {
  const auto done = bakeoff::bench::run({argv + 1, argv + argc});
  if (done) return 0;
  fmt::print(stderr, "bench-plain-loop: {}\n", bakeoff::to_string(done.error()));
  return 1;
}
