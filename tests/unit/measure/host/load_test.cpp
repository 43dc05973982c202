#include <gtest/gtest.h>

#include "measure/host/reading.h"
#include "unit/measure/host/fake_root.h"

namespace bakeoff::measure {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Load : public testing::Test {
 protected:
  // Two samples 100 ms apart on two processors: 200 ms in all.
  HostFacts facts_of(milliseconds busy, milliseconds own, milliseconds stolen_now) {
    HostFacts facts;
    Reading reading(set, root.path(), facts);
    LoadSample before;
    before.times = CpuTimes{seconds(100), stolen_before};
    before.throttled = 4;
    LoadSample after;
    after.times = CpuTimes{seconds(100) + busy, stolen_before + stolen_now};
    after.own = own;
    after.taken = milliseconds(100);
    after.throttled = throttled_after;
    read_load(reading, before, after);
    return facts;
  }

  FakeRoot root;                      // NOLINT(misc-non-private-member-variables-in-classes)
  CpuSet set{{0, 1}, 2};              // NOLINT(misc-non-private-member-variables-in-classes)
  Nanoseconds stolen_before{0};       // NOLINT(misc-non-private-member-variables-in-classes)
  std::uint64_t throttled_after = 4;  // NOLINT(misc-non-private-member-variables-in-classes)
};

TEST_F(Load, QuietMachine) {
  const HostFacts facts = facts_of(milliseconds(0), milliseconds(0), milliseconds(0));
  EXPECT_EQ(facts.facts.at("load.other_processes"), "0.0 %");
  EXPECT_TRUE(facts.warnings.empty());
}

TEST_F(Load, OthersAreSeen) {
  const HostFacts facts = facts_of(milliseconds(100), milliseconds(0), milliseconds(0));
  EXPECT_EQ(facts.facts.at("load.other_processes"), "50.0 %");
  EXPECT_TRUE(warns(facts, "other processes are using 50.0 %"));
  // Voiding is given up where it happens too often (METHOD.md, "Void rounds").
  EXPECT_TRUE(warns(facts, "as long as they are few"));
}

TEST_F(Load, OwnUseIsNotForeign) {
  EXPECT_TRUE(facts_of(milliseconds(100), milliseconds(95), milliseconds(0)).warnings.empty());
  EXPECT_EQ(facts_of(milliseconds(0), milliseconds(3), milliseconds(0)).facts.at("load.other_processes"),
            "0.0 %");
}

TEST_F(Load, OneTickProvesNothing) {
  set = CpuSet{{0}, 1};  // where a tick is 10 %
  EXPECT_TRUE(facts_of(milliseconds(10), milliseconds(0), milliseconds(0)).warnings.empty());
  EXPECT_TRUE(warns(facts_of(milliseconds(20), milliseconds(0), milliseconds(0)), "other processes"));
}

TEST_F(Load, StealNowOrSinceBoot) {
  EXPECT_TRUE(warns(facts_of(milliseconds(0), milliseconds(0), milliseconds(20)), "hypervisor"));
  stolen_before = milliseconds(900);
  EXPECT_TRUE(facts_of(milliseconds(0), milliseconds(0), milliseconds(0)).warnings.empty());
  stolen_before = milliseconds(1100);
  const HostFacts facts = facts_of(milliseconds(0), milliseconds(0), milliseconds(0));
  EXPECT_TRUE(warns(facts, "hypervisor gives processor time to other guests: 1.1 %"));
  EXPECT_EQ(facts.facts.at("cpu.steal"), "1.10 s since boot");
}

TEST_F(Load, ThrottlingThatRises) {
  throttled_after = 5;
  EXPECT_TRUE(warns(facts_of(milliseconds(0), milliseconds(0), milliseconds(0)), "heat"));
}

TEST_F(Load, UnreadableTimesAreUnknown) {
  HostFacts facts;
  Reading reading(set, root.path(), facts);
  const LoadSample sample = sample_load(reading);
  read_load(reading, sample, sample);
  EXPECT_TRUE(facts.unknown.contains("load.other_processes"));
  EXPECT_TRUE(facts.unknown.contains("cpu.steal"));
  EXPECT_TRUE(facts.warnings.empty());
}

TEST_F(Load, SampleCountsThrottlingOfTheSet) {
  root.put("proc/stat", "cpu0 1 2 3 4 5 6 7 8\ncpu1 1 2 3 4 5 6 7 8\n");
  root.put("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3\n");
  root.put("sys/devices/system/cpu/cpu1/thermal_throttle/package_throttle_count", "4\n");
  root.put("sys/devices/system/cpu/cpu2/thermal_throttle/core_throttle_count", "50\n");
  HostFacts facts;
  const LoadSample sample = sample_load(Reading(set, root.path(), facts));
  EXPECT_EQ(sample.throttled, 7U);
  EXPECT_TRUE(sample.times.has_value());
}

}  // namespace
}  // namespace bakeoff::measure
