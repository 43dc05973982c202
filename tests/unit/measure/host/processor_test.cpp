#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/measure/host/facts_fixture.h"

namespace bakeoff::measure {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;

using Processor = Facts;

TEST_F(Processor, ServerProcessor) {
  root.put("proc/cpuinfo",
           "processor\t: 0\nmodel name\t: Some Xeon\nmicrocode\t: 0x2b\nflags\t\t: fpu avx2 avx512f amx_tile "
           "amx_bf16 "
           "avx512_bf16 avx512_vnni avx512_fp16\n\nprocessor\t: 4\nmodel name\t: Other\n");
  const HostFacts facts = read(read_processor);
  EXPECT_EQ(facts.facts.at("cpu.model"), "Some Xeon");
  EXPECT_EQ(facts.facts.at("cpu.microcode"), "0x2b");
  EXPECT_EQ(facts.facts.at("cpu.isa"), "avx2 avx512f avx512_vnni amx_tile avx512_bf16 amx_bf16 avx512_fp16");
  EXPECT_EQ(facts.facts.at("cpu.allowed"), "0-3");
  EXPECT_EQ(facts.facts.at("cpu.physical_cores"), "2");
}

TEST_F(Processor, ProcessorOfTheSetIsTheOneDescribed) {
  set = CpuSet{{4}, 1};
  root.put("proc/cpuinfo", "processor\t: 0\nmodel name\t: Fast\n\nprocessor\t: 4\nmodel name\t: Slow\n");
  EXPECT_EQ(read(read_processor).facts.at("cpu.model"), "Slow");
}

TEST_F(Processor, ArmBoard) {
  root.put("proc/cpuinfo",
           "processor\t: 0\nFeatures\t: fp asimd asimdhp sve bf16 i8mm\nCPU implementer\t: 0x41\nCPU part\t: "
           "0xd40\n");
  HostFacts facts = read(read_processor);
  EXPECT_EQ(facts.facts.at("cpu.model"), "implementer 0x41 part 0xd40");
  EXPECT_EQ(facts.facts.at("cpu.isa"), "asimd asimdhp sve i8mm bf16");
  root.put("proc/device-tree/model", std::string_view("Board Nine\0", 11));
  facts = read(read_processor);
  EXPECT_EQ(facts.facts.at("cpu.model"), "Board Nine");
}

TEST_F(Processor, HardwareThreadsOfOneCore) {
  root.put("sys/devices/system/cpu/smt/control", "on\n");
  for (int cpu = 0; cpu < 4; ++cpu) {
    put_cpu(cpu, "topology/thread_siblings_list", cpu % 2 == 0 ? "0,2\n" : "1,3\n");
  }
  HostFacts facts = read(read_processor);
  EXPECT_EQ(facts.facts.at("cpu.smt"), "on");
  EXPECT_TRUE(warns(facts, "taskset -c 0-1 "));
  set = CpuSet{{0, 1}, 2};
  facts = read(read_processor);
  EXPECT_TRUE(facts.warnings.empty()) << "one thread of each core";
  set = CpuSet{{2, 3}, 2};
  EXPECT_TRUE(read(read_processor).warnings.empty()) << "one thread of each core, the second";
}

TEST_F(Processor, SmtOfMachinesWithoutTheSwitch) {
  EXPECT_THAT(read(read_processor).unknown, Contains(Key("cpu.smt")));
  put_cpu(0, "topology/thread_siblings_list", "0,8\n");
  EXPECT_EQ(read(read_processor).facts.at("cpu.smt"), "on");
  root.put("sys/devices/system/cpu/smt/control", "notsupported\n");
  EXPECT_EQ(read(read_processor).facts.at("cpu.smt"), "not supported");
}

TEST_F(Processor, CoresOfTwoKinds) {
  root.put("sys/devices/cpu_core/cpus", "0-1\n");
  root.put("sys/devices/cpu_atom/cpus", "2-9\n");
  EXPECT_TRUE(warns(read(read_processor), "fast (0-1) and slow (2-3)"));
  set = CpuSet{{0, 1}, 2};
  EXPECT_TRUE(read(read_processor).warnings.empty());
}

TEST_F(Processor, MemoryNodes) {
  root.put("sys/devices/system/node/node0/cpulist", "0-1\n");
  root.put("sys/devices/system/node/node1/cpulist", "2-3\n");
  HostFacts facts = read(read_processor);
  EXPECT_EQ(facts.facts.at("numa.nodes"), "2");
  EXPECT_TRUE(warns(facts, "2 memory nodes"));
  set = CpuSet{{0, 1}, 2};
  EXPECT_TRUE(read(read_processor).warnings.empty());
}

TEST_F(Processor, GovernorThatFollowsTheLoad) {
  for (const int cpu : set.cpus)
    put_cpu(cpu, "cpufreq/scaling_governor", cpu == 3 ? "powersave\n" : "performance\n");
  put_cpu(0, "cpufreq/scaling_driver", "acpi-cpufreq\n");
  put_cpu(0, "cpufreq/cpuinfo_max_freq", "3500000\n");
  root.put("sys/devices/system/cpu/cpufreq/boost", "1\n");
  const HostFacts facts = read(read_frequency);
  EXPECT_EQ(facts.facts.at("cpu.governor"), "performance, powersave");
  EXPECT_EQ(facts.facts.at("cpu.frequency_driver"), "acpi-cpufreq");
  EXPECT_EQ(facts.facts.at("cpu.highest_frequency"), "3.50 GHz");
  EXPECT_EQ(facts.facts.at("cpu.boost"), "on");
  EXPECT_TRUE(warns(facts, "cpupower frequency-set -g performance"));
}

TEST_F(Processor, BoostByWhicheverSwitchThereIs) {
  EXPECT_THAT(read(read_frequency).unknown, Contains(Key("cpu.boost")));
  put_cpu(0, "cpufreq/boost", "0\n");
  EXPECT_EQ(read(read_frequency).facts.at("cpu.boost"), "off");
  put_cpu(1, "cpufreq/boost", "1\n");
  EXPECT_EQ(read(read_frequency).facts.at("cpu.boost"), "on for some");
  root.put("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
  EXPECT_EQ(read(read_frequency).facts.at("cpu.boost"), "off");
  root.put("sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
  EXPECT_EQ(read(read_frequency).facts.at("cpu.boost"), "on");
}

TEST_F(Processor, PerformanceGovernorIsNoWarning) {
  for (const int cpu : set.cpus) put_cpu(cpu, "cpufreq/scaling_governor", "performance\n");
  EXPECT_TRUE(read(read_frequency).warnings.empty());
}

TEST_F(Processor, NoFrequencyControl) {
  const HostFacts facts = read(read_frequency);
  EXPECT_THAT(facts.unknown.at("cpu.governor"), HasSubstr("virtual machines"));
  EXPECT_TRUE(facts.warnings.empty());
}

}  // namespace
}  // namespace bakeoff::measure
