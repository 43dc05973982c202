#include "judge/race/tally.h"

#include <algorithm>
#include <cmath>

#include "judge/stats/median.h"
#include "judge/stats/order_interval.h"
#include "judge/stats/percentile.h"

namespace bakeoff::judge {
namespace {

constexpr double kNanosecondsPerMillisecond = 1e6;

std::optional<double> scaled(const std::optional<double>& ns) {
  return ns ? std::optional(*ns / kNanosecondsPerMillisecond) : std::nullopt;
}

std::optional<double> percentile_ms(const SampleCounts& samples, double level) {
  const std::optional<Percentile> found = percentile(samples, level);
  return found ? scaled(static_cast<double>(found->value)) : std::nullopt;
}

double median_over(const std::vector<WorkerFacts>& workers, double (*value)(const WorkerFacts&)) {
  std::vector<double> values;
  for (const WorkerFacts& facts : workers) values.push_back(value(facts));
  return median(std::move(values));
}

Nanoseconds whole_ns(double ns) {
  return Nanoseconds(std::llround(ns));
}

/// Medians of times, most of memory; what is not a number is the last worker's.
WorkerFacts joined(const std::vector<WorkerFacts>& workers) {
  WorkerFacts result = workers.back();
  result.load = whole_ns(
      median_over(workers, [](const WorkerFacts& facts) { return static_cast<double>(facts.load.count()); }));
  result.first_inference = whole_ns(median_over(
      workers, [](const WorkerFacts& facts) { return static_cast<double>(facts.first_inference.count()); }));
  result.warmup_inferences = static_cast<std::uint32_t>(std::llround(median_over(
      workers, [](const WorkerFacts& facts) { return static_cast<double>(facts.warmup_inferences); })));
  for (const WorkerFacts& facts : workers) {
    result.steady = result.steady && facts.steady;
    result.memory.load = std::max(result.memory.load, facts.memory.load);
    result.memory.compile = std::max(result.memory.compile, facts.memory.compile);
    result.memory.peak = std::max(result.memory.peak, facts.memory.peak);
  }
  return result;
}

}  // namespace

void Tally::add_slot(const SlotSummary& slot) {
  samples_.add_sorted(slot.sorted_ns);
  wall_ns_ += slot.total_ns;
  cpu_ += slot.cpu;
}

void Tally::add_unit(const std::vector<const SlotSummary*>& slots) {
  std::vector<double> latencies;
  std::vector<double> rates;
  for (const SlotSummary* slot : slots) {
    latencies.push_back(slot->latency_ns);
    rates.push_back(slot->items_per_s);
  }
  latencies_ns_.push_back(median(std::move(latencies)));
  items_per_s_.push_back(median(std::move(rates)));
}

void Tally::add_worker(const WorkerFacts& facts) {
  workers_.push_back(facts);
}

bool Tally::precise(const Rules& rules, Metric metric) const {
  if (units() == 0) return false;
  const std::vector<double>& values = metric == Metric::kLatency ? latencies_ns_ : items_per_s_;
  const double middle = median(values);
  const Interval interval = own_interval(values, rules.alpha);
  const double slack = middle * rules.epsilon / 2;
  return interval.low && interval.high && *interval.low >= middle - slack && *interval.high <= middle + slack;
}

void Tally::tell(CandidateResult& result, double alpha) const {
  result.units = units();
  result.samples = samples_.size();
  if (units() > 0) {
    result.latency_ms = scaled(median(latencies_ns_));
    result.throughput_per_s = median(items_per_s_);
    const Interval interval = own_interval(latencies_ns_, alpha);
    result.latency_interval_ms = {.low = scaled(interval.low), .high = scaled(interval.high)};
  }
  result.p90_ms = percentile_ms(samples_, 0.90);
  result.p99_ms = percentile_ms(samples_, 0.99);
  if (wall_ns_ > 0) {
    result.cores_used = static_cast<double>(cpu_.count()) / static_cast<double>(wall_ns_);
  }
  if (!workers_.empty()) result.facts = joined(workers_);
}

}  // namespace bakeoff::judge
