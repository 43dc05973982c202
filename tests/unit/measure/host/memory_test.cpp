#include "measure/host/memory.h"

#include <gtest/gtest.h>

#include "unit/measure/host/fake_root.h"

namespace bakeoff::measure {
namespace {

TEST(Memory, SharedPagesDoNotCount) {
  const FakeRoot root;
  root.put("proc/7/status",
           "Name:\tx\nVmHWM:\t 5000 kB\nVmRSS:\t 4000 kB\nRssAnon: 1 kB\nRssShmem:\t 1000 kB\n");
  const auto memory = process_memory(7, root.path());
  ASSERT_TRUE(memory) << to_string(memory.error());
  EXPECT_EQ(memory->now, Bytes{3000 * 1024});
  EXPECT_EQ(memory->peak, Bytes{4000 * 1024});
}

TEST(Memory, PeakIsNeverBelowNow) {
  const FakeRoot root;
  root.put("proc/7/status", "VmHWM: 10 kB\nVmRSS: 12 kB\nRssShmem: 11 kB\n");
  const auto memory = process_memory(7, root.path());
  ASSERT_TRUE(memory);
  EXPECT_EQ(memory->now, Bytes{1024});
  EXPECT_EQ(memory->peak, Bytes{1024});
}

TEST(Memory, ProcessThatEndedHasNone) {
  const FakeRoot root;
  root.put("proc/7/status", "Name:\tx\nState:\tZ (zombie)\n");
  EXPECT_EQ(process_memory(7, root.path()).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(process_memory(8, root.path()).error().kind, ErrorKind::kNotFound);
  root.put("proc/7/status", "VmHWM: many kB\nVmRSS: 12 MB\n");
  EXPECT_FALSE(process_memory(7, root.path()));
}

TEST(Memory, PeakIsResetByWritingFive) {
  const FakeRoot root;
  EXPECT_FALSE(reset_peak_memory(7, root.path()));
  root.put("proc/7/clear_refs", "");
  EXPECT_TRUE(reset_peak_memory(7, root.path()));
  std::string written;
  std::ifstream(root.path() / "proc/7/clear_refs") >> written;
  EXPECT_EQ(written, "5");
}

TEST(Memory, KernelKills) {
  const FakeRoot root;
  EXPECT_FALSE(kernel_oom_kills(root.path()));
  root.put("proc/vmstat", "nr_free_pages 1\noom_kill_disable 4\noom_kill 3\n");
  EXPECT_EQ(kernel_oom_kills(root.path()).value(), 3U);
  root.put("proc/vmstat", "nr_free_pages 1\n");
  EXPECT_EQ(kernel_oom_kills(root.path()).error().kind, ErrorKind::kBadInput);
}

TEST(Memory, AvailableNeedsMeminfo) {
  const FakeRoot root;
  EXPECT_EQ(available_memory(root.path()).error().kind, ErrorKind::kNotFound);
  for (const char* const text :
       {"", "MemAvailable: x kB\n", "MemAvailable: 5 MB\n", "MemFree: 5 kB\n",
        "MemAvailable: 99999999999999999999 kB\n", "MemAvailable: 18446744073709551615 kB\n"}) {
    root.put("proc/meminfo", text);
    EXPECT_EQ(available_memory(root.path()).error().kind, ErrorKind::kBadInput) << text;
  }
}

}  // namespace
}  // namespace bakeoff::measure
