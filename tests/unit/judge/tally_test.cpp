#include "judge/race/tally.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "judge/race/slot_summary.h"
#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

SlotSummary slot_of(std::vector<std::uint64_t> durations_ns, int batch = 1) {
  return summarize(timed(1, 0, std::move(durations_ns)), batch);
}

TEST(SlotSummary, IsTheMedianAndTheItemsOverTheTimeOfAll) {
  const SlotSummary odd = slot_of({5, 1, 9}, 4);
  EXPECT_EQ(odd.latency_ns, 5);
  EXPECT_EQ(odd.total_ns, 15U);
  EXPECT_DOUBLE_EQ(odd.items_per_s, 4 * 3 / 15e-9);
  EXPECT_EQ(odd.sorted_ns, (std::vector<std::uint64_t>{1, 5, 9}));
  EXPECT_EQ(slot_of({8, 2, 1, 4}).latency_ns, 3) << "of an even number the mean of the middle two";
  EXPECT_EQ(slot_of({7}).latency_ns, 7);
}

TEST(SlotSummary, NoTimeCountsAsTheClocksResolution) {
  EXPECT_EQ(slot_of({0, 0}).latency_ns, 1);
  EXPECT_DOUBLE_EQ(slot_of({0, 0}).items_per_s, 2e9);
  EXPECT_EQ(slot_of({0, 1}).latency_ns, 1);
  EXPECT_DOUBLE_EQ(slot_of({0, 1}).items_per_s, 2e9);
}

TEST(SlotSummary, CostsMoreTheSlowerByEitherMetric) {
  const SlotSummary slot = slot_of({4, 8, 8});
  EXPECT_DOUBLE_EQ(cost(slot, Metric::kLatency), std::log(8));
  EXPECT_DOUBLE_EQ(cost(slot, Metric::kThroughput), -std::log(3 / 20e-9));
}

Tally tally_of(const std::vector<std::vector<std::uint64_t>>& units) {
  Tally tally;
  for (const std::vector<std::uint64_t>& durations : units) {
    const SlotSummary slot = slot_of(durations);
    tally.add_unit({&slot});
  }
  return tally;
}

/// METHOD.md, verdict: a candidate alone is sampled until its interval is within epsilon / 2 of its median.
TEST(Tally, IsPreciseWhereTheIntervalIsWithinHalfEpsilonOfTheMedian) {
  Rules rules;
  rules.epsilon = 1.0 / 64;  // of 128 half of it is 1, exactly
  const auto precise = [&](std::uint64_t low, std::uint64_t high) {
    return tally_of({{low}, {128}, {128}, {128}, {128}, {high}}).precise(rules, Metric::kLatency);
  };
  EXPECT_TRUE(precise(127, 129)) << "the edge is within";
  EXPECT_FALSE(precise(126, 129));
  EXPECT_FALSE(precise(127, 130));
  EXPECT_FALSE(Tally().precise(rules, Metric::kLatency));
  EXPECT_FALSE(tally_of({{128}, {128}, {128}, {128}, {128}}).precise(rules, Metric::kLatency))
      << "below 6 units there is no interval";
}

TEST(Tally, IsPreciseByTheMetricOfTheRace) {
  // The medians agree to the nanosecond, the time of all does not, and the other way round.
  const Tally steady_median = tally_of(
      {{100, 100, 100}, {100, 100, 200}, {100, 100, 300}, {100, 100, 400}, {100, 100, 500}, {1, 100, 600}});
  EXPECT_TRUE(steady_median.precise(Rules{}, Metric::kLatency));
  EXPECT_FALSE(steady_median.precise(Rules{}, Metric::kThroughput));
  const Tally steady_total = tally_of(
      {{50, 100, 150}, {40, 110, 150}, {30, 120, 150}, {20, 130, 150}, {10, 140, 150}, {0, 150, 150}});
  EXPECT_FALSE(steady_total.precise(Rules{}, Metric::kLatency));
  EXPECT_TRUE(steady_total.precise(Rules{}, Metric::kThroughput));
}

TEST(Tally, TellsNothingOfWhatItHasNotSeen) {
  CandidateResult result;
  Tally().tell(result, 0.05);
  EXPECT_EQ(result.units, 0U);
  EXPECT_EQ(result.samples, 0U);
  EXPECT_FALSE(result.latency_ms || result.throughput_per_s || result.latency_interval_ms.low);
  EXPECT_FALSE(result.p90_ms || result.p99_ms || result.cores_used || result.facts);
}

TEST(Tally, TellsTheMediansOverUnitsAndThePercentilesOverSamples) {
  Tally tally;
  for (std::uint64_t unit = 1; unit <= 6; ++unit) {
    std::vector<std::uint64_t> durations(50);
    std::iota(durations.begin(), durations.end(), unit * 1'000'000);
    SlotTimed timed_slot = timed(1, 0, durations);
    timed_slot.cpu = Nanoseconds(static_cast<std::int64_t>(50 * unit * 2'000'000));
    const SlotSummary slot = summarize(timed_slot, 1);
    tally.add_slot(slot);
    tally.add_unit({&slot});
  }
  CandidateResult result;
  tally.tell(result, 0.05);
  EXPECT_EQ(result.units, 6U);
  EXPECT_EQ(result.samples, 300U);
  EXPECT_NEAR(*result.latency_ms, 3.5, 1e-4);
  EXPECT_NEAR(*result.latency_interval_ms.low, 1, 1e-4) << "of 6 units, the least and the most";
  EXPECT_NEAR(*result.latency_interval_ms.high, 6, 1e-4);
  EXPECT_DOUBLE_EQ(*result.p90_ms, 6.000019) << "the 270th of 300";
  EXPECT_DOUBLE_EQ(*result.p99_ms, 6.000046) << "the 297th";
  EXPECT_NEAR(*result.cores_used, 2, 1e-4);
}

TEST(Tally, JoinsItsWorkersByMediansOfTimesAndMostOfMemory) {
  Tally tally;
  for (const int n : {3, 1, 2}) {
    WorkerFacts facts;
    facts.load = Nanoseconds(n);
    facts.first_inference = Nanoseconds(10 * n);
    facts.warmup_inferences = static_cast<std::uint32_t>(100 * n);
    const auto bytes = static_cast<std::uint64_t>(n);
    facts.memory = {.load = Bytes{bytes}, .compile = Bytes{10 * bytes}, .peak = Bytes{100 * bytes}};
    facts.steady = true;
    tally.add_worker(facts);
  }
  CandidateResult result;
  tally.tell(result, 0.05);
  EXPECT_EQ(result.facts->load, Nanoseconds(2));
  EXPECT_EQ(result.facts->first_inference, Nanoseconds(20));
  EXPECT_EQ(result.facts->warmup_inferences, 200U);
  EXPECT_EQ(result.facts->memory, (MemoryUse{.load = Bytes{3}, .compile = Bytes{30}, .peak = Bytes{300}}));
  EXPECT_TRUE(result.facts->steady);
}

}  // namespace
}  // namespace bakeoff::judge
