#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "measure/host/host_facts.h"
#include "unit/measure/host/fake_root.h"

namespace bakeoff::measure {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;

class Facts : public testing::Test {
 protected:
  HostFacts read(void (*reader)(Reading&)) {
    HostFacts facts;
    Reading reading(set, root.path(), facts);
    reader(reading);
    return facts;
  }
  void put_cpu(int cpu, std::string_view file, std::string_view text) const {
    root.put("sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/" + std::string(file), text);
  }

  FakeRoot root;                // NOLINT(misc-non-private-member-variables-in-classes)
  CpuSet set{{0, 1, 2, 3}, 2};  // NOLINT(misc-non-private-member-variables-in-classes)
};

TEST_F(Facts, ServerProcessor) {
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

TEST_F(Facts, ProcessorOfTheSetIsTheOneDescribed) {
  set = CpuSet{{4}, 1};
  root.put("proc/cpuinfo", "processor\t: 0\nmodel name\t: Fast\n\nprocessor\t: 4\nmodel name\t: Slow\n");
  EXPECT_EQ(read(read_processor).facts.at("cpu.model"), "Slow");
}

TEST_F(Facts, ArmBoard) {
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

TEST_F(Facts, HardwareThreadsOfOneCore) {
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

TEST_F(Facts, SmtOfMachinesWithoutTheSwitch) {
  EXPECT_THAT(read(read_processor).unknown, Contains(Key("cpu.smt")));
  put_cpu(0, "topology/thread_siblings_list", "0,8\n");
  EXPECT_EQ(read(read_processor).facts.at("cpu.smt"), "on");
  root.put("sys/devices/system/cpu/smt/control", "notsupported\n");
  EXPECT_EQ(read(read_processor).facts.at("cpu.smt"), "not supported");
}

TEST_F(Facts, CoresOfTwoKinds) {
  root.put("sys/devices/cpu_core/cpus", "0-1\n");
  root.put("sys/devices/cpu_atom/cpus", "2-9\n");
  EXPECT_TRUE(warns(read(read_processor), "fast (0-1) and slow (2-3)"));
  set = CpuSet{{0, 1}, 2};
  EXPECT_TRUE(read(read_processor).warnings.empty());
}

TEST_F(Facts, MemoryNodes) {
  root.put("sys/devices/system/node/node0/cpulist", "0-1\n");
  root.put("sys/devices/system/node/node1/cpulist", "2-3\n");
  HostFacts facts = read(read_processor);
  EXPECT_EQ(facts.facts.at("numa.nodes"), "2");
  EXPECT_TRUE(warns(facts, "2 memory nodes"));
  set = CpuSet{{0, 1}, 2};
  EXPECT_TRUE(read(read_processor).warnings.empty());
}

TEST_F(Facts, GovernorThatFollowsTheLoad) {
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

TEST_F(Facts, BoostByWhicheverSwitchThereIs) {
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

TEST_F(Facts, PerformanceGovernorIsNoWarning) {
  for (const int cpu : set.cpus) put_cpu(cpu, "cpufreq/scaling_governor", "performance\n");
  EXPECT_TRUE(read(read_frequency).warnings.empty());
}

TEST_F(Facts, NoFrequencyControl) {
  const HostFacts facts = read(read_frequency);
  EXPECT_THAT(facts.unknown.at("cpu.governor"), HasSubstr("virtual machines"));
  EXPECT_TRUE(facts.warnings.empty());
}

TEST_F(Facts, MemoryAndSwap) {
  root.put("proc/meminfo",
           "MemTotal: 1048576 kB\nMemAvailable: 524288 kB\nSwapTotal: 2048 kB\nSwapFree: 1024 kB\n");
  root.put("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
  const HostFacts facts = read(read_memory);
  EXPECT_EQ(facts.facts.at("memory.total"), "1.0 GiB");
  EXPECT_EQ(facts.facts.at("memory.available"), "512.0 MiB");
  EXPECT_EQ(facts.facts.at("memory.swap_used"), "1.0 MiB");
  EXPECT_EQ(facts.facts.at("memory.transparent_huge_pages"), "madvise");
  EXPECT_TRUE(warns(facts, "swap is in use (1.0 MiB)"));
}

TEST_F(Facts, UnusedSwapIsNoWarning) {
  root.put("proc/meminfo", "MemTotal: 1 kB\nMemAvailable: 1 kB\nSwapTotal: 2048 kB\nSwapFree: 2048 kB\n");
  root.put("sys/kernel/mm/transparent_hugepage/enabled", "]always[");
  const HostFacts facts = read(read_memory);
  EXPECT_EQ(facts.facts.at("memory.swap_used"), "0 B");
  EXPECT_TRUE(facts.warnings.empty());
  EXPECT_THAT(facts.unknown, Contains(Key("memory.transparent_huge_pages")));
}

TEST_F(Facts, QuotaSmallerThanTheSet) {
  root.put("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
  root.put("proc/self/cgroup", "0::/\n");
  root.put("sys/fs/cgroup/cpu.max", "250000 100000\n");
  root.put("sys/fs/cgroup/memory.max", "1073741824\n");
  HostFacts facts = read(read_control_groups);
  EXPECT_EQ(facts.facts.at("cgroup.version"), "v2");
  EXPECT_EQ(facts.facts.at("cgroup.cpu_quota"), "2.50 CPUs");
  EXPECT_EQ(facts.facts.at("cgroup.memory_limit"), "1.0 GiB");
  EXPECT_TRUE(warns(facts, "2.50 CPUs' worth of time on 4 processors"));
  root.put("sys/fs/cgroup/cpu.max", "400000 100000\n");
  EXPECT_TRUE(read(read_control_groups).warnings.empty());
}

TEST_F(Facts, SystemAndVirtualMachine) {
  root.put("proc/sys/kernel/osrelease", "6.1.0-13-amd64\n");
  root.put("proc/loadavg", "0.50 0.40 0.30 1/99 1234\n");
  root.put("etc/os-release", "NAME=Debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");
  root.put("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
  root.put("proc/cpuinfo", "processor : 0\nflags : fpu hypervisor sse\n");
  root.put("sys/class/dmi/id/sys_vendor", "QEMU\n");
  root.put("sys/class/dmi/id/product_name", "Standard PC\n");
  root.put("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
  const HostFacts facts = read(read_system);
  EXPECT_EQ(facts.facts.at("system.kernel"), "6.1.0-13-amd64");
  EXPECT_EQ(facts.facts.at("system.load_average"), "0.50 0.40 0.30");
  EXPECT_EQ(facts.facts.at("system.distribution"), "Debian GNU/Linux 12");
  EXPECT_EQ(facts.facts.at("system.maker"), "QEMU Standard PC");
  EXPECT_EQ(facts.facts.at("system.virtual_machine"), "yes");
  EXPECT_EQ(facts.facts.at("clock.source"), "hpet");
  EXPECT_EQ(facts.facts.at("system.fingerprint").size(), 16U);
  EXPECT_THAT(facts.facts.at("system.fingerprint"), Not(HasSubstr("0123456789abcdef")));
  EXPECT_TRUE(warns(facts, "virtual machine"));
  EXPECT_TRUE(warns(facts, "clock source is hpet"));
}

TEST_F(Facts, BareMetal) {
  root.put("proc/cpuinfo", "processor : 0\nflags : fpu sse\n");
  root.put("sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
  root.put("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
  const HostFacts facts = read(read_system);
  EXPECT_EQ(facts.facts.at("system.virtual_machine"), "no");
  EXPECT_TRUE(facts.warnings.empty());
}

TEST_F(Facts, VirtualArm) {
  root.put("proc/cpuinfo", "processor : 0\nFeatures : asimd\n");
  EXPECT_EQ(read(read_system).facts.at("system.virtual_machine"), "no");
  root.put("sys/class/dmi/id/product_name", "KVM Virtual Machine\n");
  EXPECT_EQ(read(read_system).facts.at("system.virtual_machine"), "yes");
}

TEST_F(Facts, HottestSensorOfTheProcessor) {
  root.put("sys/class/hwmon/hwmon0/name", "nvme\n");
  root.put("sys/class/hwmon/hwmon0/temp1_input", "90000\n");
  root.put("sys/class/hwmon/hwmon1/name", "coretemp\n");
  root.put("sys/class/hwmon/hwmon1/temp1_input", "45500\n");
  root.put("sys/class/hwmon/hwmon1/temp2_input", "51000\n");
  root.put("sys/class/hwmon/hwmon1/temp2_max", "100000\n");
  root.put("sys/class/hwmon/hwmon1/temp3_input", "-5\n");
  EXPECT_EQ(read(read_power).facts.at("temperature.celsius"), "51.0");
}

TEST_F(Facts, ThermalZoneWhereThereIsNoSensor) {
  EXPECT_THAT(read(read_power).unknown, Contains(Key("temperature.celsius")));
  root.put("sys/class/thermal/thermal_zone3/type", "cpu-thermal\n");
  root.put("sys/class/thermal/thermal_zone3/temp", "38123\n");
  EXPECT_EQ(read(read_power).facts.at("temperature.celsius"), "38.1");
}

TEST_F(Facts, EnergyIsOfPackagesOnly) {
  EXPECT_THAT(read(read_power).unknown.at("energy.counter"), HasSubstr("powercap"));
  root.put("sys/class/powercap/intel-rapl:0/name", "package-0\n");
  root.put("sys/class/powercap/intel-rapl:0:0/name", "core\n");
  root.put("sys/class/powercap/intel-rapl:0:0/energy_uj", "12\n");
  EXPECT_THAT(read(read_power).unknown.at("energy.counter"), HasSubstr("chmod"));
  root.put("sys/class/powercap/intel-rapl:0/energy_uj", "12345\n");
  EXPECT_EQ(read(read_power).facts.at("energy.counter"), "package-0");
}

TEST_F(Facts, LaptopOnBattery) {
  EXPECT_THAT(read(read_power).unknown, Contains(Key("power.source")));
  root.put("sys/class/power_supply/AC/type", "Mains\n");
  root.put("sys/class/power_supply/AC/online", "0\n");
  root.put("sys/class/power_supply/BAT0/type", "Battery\n");
  root.put("sys/class/power_supply/BAT0/status", "Discharging\n");
  HostFacts facts = read(read_power);
  EXPECT_EQ(facts.facts.at("power.source"), "battery");
  EXPECT_TRUE(warns(facts, "battery"));
  root.put("sys/class/power_supply/AC/online", "1\n");
  facts = read(read_power);
  EXPECT_EQ(facts.facts.at("power.source"), "mains");
  EXPECT_TRUE(facts.warnings.empty());
}

TEST_F(Facts, BatteryOfAMouseIsNotThePower) {
  root.put("sys/class/power_supply/mouse/type", "Battery\n");
  root.put("sys/class/power_supply/mouse/scope", "Device\n");
  root.put("sys/class/power_supply/mouse/status", "Discharging\n");
  const HostFacts facts = read(read_power);
  EXPECT_TRUE(facts.warnings.empty());
  EXPECT_FALSE(facts.facts.contains("power.source"));
}

// Every fact of METHOD.md's "Host" is either known or said to be unknown, whatever the machine.
constexpr std::array<const char*, 20> kAlwaysSaid{"cpu.model",
                                                  "cpu.microcode",
                                                  "cpu.isa",
                                                  "cpu.governor",
                                                  "cpu.boost",
                                                  "cpu.smt",
                                                  "cpu.steal",
                                                  "numa.nodes",
                                                  "cgroup.cpu_quota",
                                                  "memory.transparent_huge_pages",
                                                  "memory.total",
                                                  "memory.available",
                                                  "clock.source",
                                                  "temperature.celsius",
                                                  "system.kernel",
                                                  "energy.counter",
                                                  "system.load_average",
                                                  "cpu.allowed",
                                                  "cpu.physical_cores",
                                                  "system.virtual_machine"};

void expect_all_said(const HostFacts& facts) {
  for (const char* const name : kAlwaysSaid) {
    const auto known = facts.facts.find(name);
    const auto unknown = facts.unknown.find(name);
    EXPECT_NE(known == facts.facts.end(), unknown == facts.unknown.end()) << name;
    EXPECT_TRUE(unknown == facts.unknown.end() || !unknown->second.empty()) << name;
  }
}

TEST_F(Facts, EmptyMachine) {
  const HostFacts facts = collect_host_facts(set, root.path());
  expect_all_said(facts);
  EXPECT_FALSE(facts.facts.contains("energy.counter"));
  EXPECT_FALSE(facts.facts.contains("temperature.celsius"));
}

TEST_F(Facts, MachineFullOfGarbage) {
  const std::string garbage("\x00\xff\xfe[:-,\n0-\t: cpu0\n]\x7f", 20);
  for (const char* const file : {"proc/stat",
                                 "proc/cpuinfo",
                                 "proc/meminfo",
                                 "proc/self/mountinfo",
                                 "proc/self/cgroup",
                                 "proc/loadavg",
                                 "proc/sys/kernel/osrelease",
                                 "etc/os-release",
                                 "etc/machine-id",
                                 "sys/devices/system/cpu/smt/control",
                                 "sys/devices/system/cpu/online",
                                 "sys/devices/system/cpu/cpufreq/boost",
                                 "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor",
                                 "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq",
                                 "sys/devices/system/cpu/cpu0/topology/thread_siblings_list",
                                 "sys/devices/system/node/node0/cpulist",
                                 "sys/kernel/mm/transparent_hugepage/enabled",
                                 "sys/class/dmi/id/sys_vendor",
                                 "sys/class/hwmon/hwmon0/name",
                                 "sys/class/thermal/thermal_zone0/type",
                                 "sys/class/powercap/intel-rapl:0/name",
                                 "sys/class/power_supply/BAT0/type",
                                 "sys/devices/system/clocksource/clocksource0/current_clocksource",
                                 "sys/devices/cpu_core/cpus",
                                 "sys/devices/cpu_atom/cpus"}) {
    root.put(file, garbage);
  }
  const HostFacts facts = collect_host_facts(set, root.path());
  expect_all_said(facts);
  for (const auto& [name, value] : facts.facts) {
    for (const char c : value) EXPECT_TRUE(c >= ' ' && c <= '~') << name;
  }
}

}  // namespace
}  // namespace bakeoff::measure
