#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "measure/host/host_facts.h"
#include "unit/measure/host/facts_fixture.h"

namespace bakeoff::measure {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;

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
