#include "measure/host/cgroup.h"

#include <gtest/gtest.h>

#include "measure/host/memory.h"
#include "unit/measure/host/fake_root.h"

namespace bakeoff::measure {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30U;

std::string gib(std::uint64_t count) {
  return std::to_string(count * kGiB) + "\n";
}

class Cgroups : public testing::Test {
 protected:
  Cgroups() { root.put("proc/meminfo", "MemTotal: 33554432 kB\nMemAvailable: 16777216 kB\n"); }

  void be_v2(std::string_view group) const {
    root.put("proc/self/mountinfo",
             "22 1 0:21 / /proc rw - proc proc rw\n"
             "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
    root.put("proc/self/cgroup", "0::" + std::string(group) + "\n");
  }
  void be_v1(std::string_view shown, std::string_view group) const {
    root.put("proc/self/mountinfo",
             "31 30 0:27 " + std::string(shown) +
                 " /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
                 "32 30 0:28 " +
                 std::string(shown) +
                 " /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n");
    root.put("proc/self/cgroup",
             "4:memory:" + std::string(group) + "\n1:cpu,cpuacct:" + std::string(group) + "\n");
  }

  FakeRoot root;  // NOLINT(misc-non-private-member-variables-in-classes)
};

TEST_F(Cgroups, NoneLeavesWhatTheMachineHas) {
  EXPECT_EQ(cgroup_version(root.path()), CgroupVersion::kNone);
  EXPECT_EQ(cgroup_memory_limit(root.path()), std::nullopt);
  EXPECT_EQ(cgroup_cpu_quota(root.path()), std::nullopt);
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{16 * kGiB});
}

TEST_F(Cgroups, V2LimitLessWhatIsUsedAndCannotBeDropped) {
  be_v2("/job");
  root.put("sys/fs/cgroup/job/memory.max", gib(4));
  root.put("sys/fs/cgroup/job/memory.current", gib(3));
  root.put("sys/fs/cgroup/job/memory.stat", "anon 5\ninactive_file " + gib(1) + "active_file 7\n");
  EXPECT_EQ(cgroup_version(root.path()), CgroupVersion::kV2);
  EXPECT_EQ(cgroup_memory_limit(root.path()), Bytes{4 * kGiB});
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{2 * kGiB});
}

TEST_F(Cgroups, V2TightestAncestorCounts) {
  be_v2("/a/b/c");
  root.put("sys/fs/cgroup/a/b/c/memory.max", "max\n");
  root.put("sys/fs/cgroup/a/b/memory.max", gib(8));
  root.put("sys/fs/cgroup/a/b/memory.current", gib(1));
  root.put("sys/fs/cgroup/a/memory.max", gib(9));
  root.put("sys/fs/cgroup/a/memory.current", gib(6));
  EXPECT_EQ(cgroup_memory_limit(root.path()), Bytes{8 * kGiB});
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{3 * kGiB}) << "of the outer group";
}

TEST_F(Cgroups, V2HighCountsAsALimit) {
  be_v2("/job");
  root.put("sys/fs/cgroup/job/memory.max", gib(8));
  root.put("sys/fs/cgroup/job/memory.high", gib(2));
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{2 * kGiB});
}

TEST_F(Cgroups, V2CpuQuotaOfTheTightestAncestor) {
  be_v2("/a/b");
  root.put("sys/fs/cgroup/a/b/cpu.max", "400000 100000\n");
  root.put("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
  root.put("sys/fs/cgroup/a/b/cpu.stat", "usage_usec 1\nnr_periods 9\nnr_throttled 7\n");
  EXPECT_DOUBLE_EQ(cgroup_cpu_quota(root.path()).value(), 1.5);
  EXPECT_EQ(cgroup_cpu_throttled(root.path()), 7U);
}

TEST_F(Cgroups, V2WithoutQuota) {
  be_v2("/");
  root.put("sys/fs/cgroup/cpu.max", "max 100000\n");
  EXPECT_EQ(cgroup_cpu_quota(root.path()), std::nullopt);
}

TEST_F(Cgroups, V1LimitsAndQuota) {
  be_v1("/", "/docker/x");
  root.put("sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", gib(4));
  root.put("sys/fs/cgroup/memory/docker/x/memory.usage_in_bytes", gib(3));
  root.put("sys/fs/cgroup/memory/docker/x/memory.stat", "inactive_file 1\ntotal_inactive_file " + gib(2));
  root.put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  root.put("sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_quota_us", "50000\n");
  root.put("sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_period_us", "100000\n");
  root.put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
  root.put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroup_version(root.path()), CgroupVersion::kV1);
  EXPECT_EQ(cgroup_memory_limit(root.path()), Bytes{4 * kGiB});
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{3 * kGiB});
  EXPECT_DOUBLE_EQ(cgroup_cpu_quota(root.path()).value(), 0.5);
}

TEST_F(Cgroups, V1UnlimitedIsNoLimit) {
  be_v1("/", "/");
  root.put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  root.put("sys/fs/cgroup/memory/memory.usage_in_bytes", gib(1));
  EXPECT_EQ(cgroup_memory_limit(root.path()), std::nullopt);
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{16 * kGiB});
}

// Docker without a cgroup namespace: the path is the host's, the mount shows only our part of it.
TEST_F(Cgroups, V1ContainerThatSeesOnlyItsOwnGroup) {
  be_v1("/docker/x", "/docker/x/inner");
  root.put("sys/fs/cgroup/memory/inner/memory.limit_in_bytes", gib(6));
  root.put("sys/fs/cgroup/memory/memory.limit_in_bytes", gib(5));
  EXPECT_EQ(cgroup_memory_limit(root.path()), Bytes{5 * kGiB});
}

TEST_F(Cgroups, GroupOutsideOfWhatIsMountedIsJudgedByTheMountPoint) {
  be_v1("/docker/x", "/docker/other");
  root.put("sys/fs/cgroup/memory/memory.limit_in_bytes", gib(5));
  EXPECT_EQ(cgroup_memory_limit(root.path()), Bytes{5 * kGiB});
}

TEST_F(Cgroups, HybridTakesEachControllerWhereItIs) {
  root.put("proc/self/mountinfo",
           "31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
           "33 30 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n"
           "32 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
  root.put("proc/self/cgroup", "4:memory:/m\n9:name=systemd:/s\n0::/u\n");
  root.put("sys/fs/cgroup/memory/m/memory.limit_in_bytes", gib(3));
  root.put("sys/fs/cgroup/unified/u/memory.max", gib(1));
  root.put("sys/fs/cgroup/unified/u/cpu.max", "25000 100000\n");
  EXPECT_EQ(cgroup_version(root.path()), CgroupVersion::kHybrid);
  EXPECT_EQ(cgroup_memory_limit(root.path()), Bytes{3 * kGiB});
  EXPECT_DOUBLE_EQ(cgroup_cpu_quota(root.path()).value(), 0.25);
}

TEST_F(Cgroups, MountPointWithASpace) {
  root.put("proc/self/mountinfo", "30 23 0:26 / /my\\040groups rw - cgroup2 cgroup2 rw\n");
  root.put("proc/self/cgroup", "0::/\n");
  root.put("my groups/memory.max", gib(1));
  EXPECT_EQ(cgroup_memory_limit(root.path()), Bytes{kGiB});
}

TEST_F(Cgroups, UsageAboveTheLimitLeavesNothing) {
  be_v2("/job");
  root.put("sys/fs/cgroup/job/memory.max", gib(1));
  root.put("sys/fs/cgroup/job/memory.current", gib(2));
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{0});
}

TEST_F(Cgroups, GarbageIsNoLimit) {
  be_v2("/job");
  root.put("sys/fs/cgroup/job/memory.max", "\x01\xff lots");
  root.put("sys/fs/cgroup/job/memory.stat", "inactive_file\ninactive_file many\n");
  root.put("sys/fs/cgroup/job/cpu.max", "100000 0\n");
  root.put("sys/fs/cgroup/cpu.max", "a b c\n");
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{16 * kGiB});
  EXPECT_EQ(cgroup_cpu_quota(root.path()), std::nullopt);
  root.put("proc/self/cgroup", "no colons\n::\n:\n");
  root.put("proc/self/mountinfo", "- cgroup2\n1 2 3 4 5 6 - cgroup\n\n- - - - - - - - -\n");
  EXPECT_EQ(cgroup_version(root.path()), CgroupVersion::kNone);
  EXPECT_EQ(available_memory(root.path()).value(), Bytes{16 * kGiB});
}

}  // namespace
}  // namespace bakeoff::measure
