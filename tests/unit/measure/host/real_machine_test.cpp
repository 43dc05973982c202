#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <thread>
#include <vector>

#include "measure/host/cpu_times.h"
#include "measure/host/host_facts.h"
#include "measure/host/memory.h"

namespace bakeoff::measure {
namespace {

TEST(RealMachine, CpuSetIsTheAffinity) {
  const auto set = allowed_cpus();
  ASSERT_TRUE(set) << to_string(set.error());
  EXPECT_FALSE(set->cpus.empty());
  EXPECT_TRUE(std::is_sorted(set->cpus.begin(), set->cpus.end()));
  EXPECT_GE(set->physical_cores, 1);
  EXPECT_LE(set->physical_cores, static_cast<int>(set->cpus.size()));
  EXPECT_FALSE(to_string(*set).empty());
}

// In a thread of its own, so that the test program keeps its affinity.
TEST(RealMachine, OneCpuIsOneCore) {
  const auto set = allowed_cpus();
  ASSERT_TRUE(set);
  std::thread([&] {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(set->cpus.back()), &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    const auto bound = allowed_cpus();
    ASSERT_TRUE(bound);
    EXPECT_EQ(bound->cpus, std::vector<int>{set->cpus.back()});
    EXPECT_EQ(bound->physical_cores, 1);
  }).join();
}

TEST(RealMachine, CpuTimesNeverFall) {
  const auto set = allowed_cpus();
  ASSERT_TRUE(set);
  const auto before = read_cpu_times(*set);
  ASSERT_TRUE(before) << to_string(before.error());
  const auto after = read_cpu_times(*set);
  ASSERT_TRUE(after);
  EXPECT_GE(after->busy, before->busy);
  EXPECT_GT(after->busy, Nanoseconds(0));
}

TEST(RealMachine, OwnCpuTimeGrowsWithWork) {
  const Nanoseconds before = process_cpu_time(getpid());
  EXPECT_GT(before, Nanoseconds(0));
  const std::clock_t begin = std::clock();
  while (std::clock() - begin < CLOCKS_PER_SEC / 50) {
  }
  // 20 ms of CPU time by another clock of the same process: not a measured duration, an identity.
  EXPECT_GE(process_cpu_time(getpid()) - before, std::chrono::milliseconds(19));
}

TEST(RealMachine, ProcessThatIsGoneUsesNothing) {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  ASSERT_GT(child, 0);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_EQ(process_cpu_time(child), Nanoseconds(0));
  EXPECT_FALSE(process_memory(child));
  EXPECT_FALSE(reset_peak_memory(child));
}

TEST(RealMachine, AnonymousMemoryCountsAndSharedDoesNot) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the thread sanitizer's own memory, four times what is touched, counts as the process's";
#endif
  constexpr std::size_t kSize = std::size_t{64} << 20U;
  const auto start = process_memory(getpid());
  ASSERT_TRUE(start) << to_string(start.error());
  const auto touch = [](int flags) {
    void* const memory = mmap(nullptr, kSize, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) std::memset(memory, 1, kSize);
    return memory;
  };
  void* const shared = touch(MAP_SHARED);
  ASSERT_NE(shared, MAP_FAILED);
  const auto with_shared = process_memory(getpid());
  void* const own = touch(MAP_PRIVATE);
  ASSERT_NE(own, MAP_FAILED);
  const auto with_own = process_memory(getpid());
  munmap(own, kSize);
  munmap(shared, kSize);
  const auto end = process_memory(getpid());
  ASSERT_TRUE(with_shared && with_own && end);
  EXPECT_LT(with_shared->now.count, start->now.count + kSize / 4);
  EXPECT_GT(with_own->now.count, start->now.count + kSize * 3 / 4);
  EXPECT_GT(end->peak.count, end->now.count + kSize / 2) << "the peak stays";
  if (!reset_peak_memory(getpid())) GTEST_SKIP() << "this kernel does not reset the peak";
  const auto reset = process_memory(getpid());
  ASSERT_TRUE(reset);
  EXPECT_LT(reset->peak.count, end->peak.count - kSize / 2);
}

TEST(RealMachine, FactsAreThere) {
  const auto set = allowed_cpus();
  ASSERT_TRUE(set);
  const HostFacts facts = collect_host_facts(*set);
  for (const char* const name : {"cpu.allowed", "cpu.physical_cores", "memory.total", "memory.available",
                                 "system.kernel", "load.other_processes", "cpu.steal"}) {
    EXPECT_TRUE(facts.facts.contains(name)) << name;
  }
  for (const auto& [name, reason] : facts.unknown) EXPECT_FALSE(reason.empty()) << name;
  EXPECT_TRUE(available_memory());
  EXPECT_TRUE(kernel_oom_kills());
  if (testing::Test::HasFailure()) return;
  for (const auto& [name, value] : facts.facts) RecordProperty(name, value);
}

}  // namespace
}  // namespace bakeoff::measure
