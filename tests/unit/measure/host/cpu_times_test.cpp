#include "measure/host/cpu_times.h"

#include <gtest/gtest.h>

#include "unit/measure/host/fake_root.h"

namespace bakeoff::measure {
namespace {

using std::chrono::milliseconds;

TEST(CpuTimes, SumsTheSetAndCountsAGuestOnce) {
  const FakeRoot root;
  // user nice system idle iowait irq softirq steal guest guest_nice; a tick is 10 ms
  root.put("proc/stat",
           "cpu  999 9 9 9 9 9 9 9 9 9\n"
           "cpu0 100 20 30 4000 5000 6 7 80 90 10\n"
           "cpu1 1000000 0 0 0 0 0 0 1000000 0 0\n"
           "cpu10 1 2 3 4 5 6 7 8 0 0\n"
           "intr 1 2 3\n");
  const auto times = read_cpu_times(CpuSet{{0, 10}, 2}, root.path());
  ASSERT_TRUE(times) << to_string(times.error());
  EXPECT_EQ(times->busy, milliseconds(10 * (100 + 20 + 30 + 6 + 7 + 1 + 2 + 3 + 6 + 7)));
  EXPECT_EQ(times->steal, milliseconds(10 * 88));
}

TEST(CpuTimes, KernelWithoutStealColumn) {
  const FakeRoot root;
  root.put("proc/stat", "cpu0 1 1 1 9 9 1 1");
  const auto times = read_cpu_times(CpuSet{{0}, 1}, root.path());
  ASSERT_TRUE(times) << to_string(times.error());
  EXPECT_EQ(times->busy, milliseconds(50));
  EXPECT_EQ(times->steal, milliseconds(0));
}

TEST(CpuTimes, WhatCannotBeReadIsAnError) {
  const FakeRoot root;
  const CpuSet set{{0}, 1};
  EXPECT_EQ(read_cpu_times(set, root.path()).error().kind, ErrorKind::kNotFound);
  for (const char* const text : {"", "cpu 1 2 3 4 5 6 7\n", "cpu0 1 2 3\n", "cpu0 1 2 x 4 5 6 7 8\n",
                                 "cpu1 1 2 3 4 5 6 7 8\n", "cpuX 1 2 3 4 5 6 7\n", "\xff\xfe"}) {
    root.put("proc/stat", text);
    const auto times = read_cpu_times(set, root.path());
    ASSERT_FALSE(times) << text;
    EXPECT_EQ(times.error().kind, ErrorKind::kBadInput);
  }
}

}  // namespace
}  // namespace bakeoff::measure
