#include "measure/worker/sampling_loop.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace bakeoff::measure {
namespace {

// What the adapter below is asked to do and has been asked: a context is opaque to the loop.
struct Script {
  std::uint64_t duration_ns = 0;
  std::size_t fail_at = SIZE_MAX;
  std::vector<std::size_t> sets{};
};

bakeoff_status run(bakeoff_context* context, std::size_t set, bakeoff_error* error) {
  auto& script = *reinterpret_cast<Script*>(context);
  if (script.sets.size() == script.fail_at) {
    std::strcpy(error->message, "planned");
    return BAKEOFF_FAILED;
  }
  script.sets.push_back(set);
  const std::uint64_t begin = monotonic_ns();
  while (monotonic_ns() - begin < script.duration_ns) {
  }
  return BAKEOFF_OK;
}

struct Slot {
  Script script;
  SlotSamples samples;
  std::vector<std::uint64_t> stamps;
  bakeoff_error error{};
};

Slot slot(Script script, std::uint64_t slot_ns, std::size_t sets = 3, std::size_t first_set = 0,
          std::size_t room = 1000) {
  Slot result{std::move(script), {}, std::vector<std::uint64_t>(room + 1), {}};
  bakeoff_adapter adapter{};
  adapter.run = run;
  result.samples = run_slot(adapter, reinterpret_cast<bakeoff_context*>(&result.script), {.slot_ns = slot_ns},
                            sets, first_set, result.stamps, result.error);
  return result;
}

TEST(SamplingLoop, RunsForTheSlotAndStampsEveryInference) {
  const Slot result = slot({.duration_ns = 100'000}, 2'000'000);
  ASSERT_EQ(result.samples.status, BAKEOFF_OK);
  ASSERT_EQ(result.samples.inferences, result.script.sets.size());
  ASSERT_GE(result.samples.inferences, 5U);
  const auto& stamps = result.stamps;
  EXPECT_GE(stamps[result.samples.inferences] - stamps[0], 2'000'000U);
  EXPECT_LT(stamps[result.samples.inferences - 1] - stamps[0], 2'000'000U) << "it went on after the end";
  for (std::size_t i = 1; i <= result.samples.inferences; ++i) EXPECT_GE(stamps[i] - stamps[i - 1], 100'000U);
}

TEST(SamplingLoop, RotatesTheInputSetsAcrossSlots) {
  const Slot result = slot({.duration_ns = 1000}, 0, 3, 2);
  EXPECT_EQ(result.script.sets, (std::vector<std::size_t>{2}));
  EXPECT_EQ(result.samples.next_set, 0U);
  const Slot next = slot({.duration_ns = 400'000}, 1'000'000, 3, 1);
  for (std::size_t i = 0; i < next.script.sets.size(); ++i) EXPECT_EQ(next.script.sets[i], (i + 1) % 3);
}

TEST(SamplingLoop, AtLeastFiveInferencesUnlessOneFillsTheSlot) {
  EXPECT_EQ(slot({.duration_ns = 600'000}, 1'000'000).samples.inferences, 5U);
  EXPECT_EQ(slot({.duration_ns = 1'200'000}, 1'000'000).samples.inferences, 1U);
}

TEST(SamplingLoop, EndsEarlyWhenTheStampsAreFull) {
  const Slot result = slot({}, 1'000'000'000, 3, 0, 64);
  EXPECT_EQ(result.samples.inferences, 64U);
}

TEST(SamplingLoop, StopsAtAFailureAndKeepsItsReason) {
  const Slot result = slot({.duration_ns = 1000, .fail_at = 3}, 1'000'000'000);
  EXPECT_EQ(result.samples.status, BAKEOFF_FAILED);
  EXPECT_EQ(result.samples.inferences, 3U);
  EXPECT_STREQ(result.error.message, "planned");
}

}  // namespace
}  // namespace bakeoff::measure
