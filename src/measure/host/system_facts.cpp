#include <sys/utsname.h>

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "measure/host/kernel_files.h"
#include "measure/host/reading.h"

namespace bakeoff::measure {
namespace {

// The makers' names that DMI shows only in virtual machines.
constexpr std::array<std::string_view, 6> kVirtualMakers{"QEMU",       "KVM", "VMware",
                                                         "VirtualBox", "Xen", "Virtual Machine"};

std::string maker(const Reading& reading) {
  const std::string vendor = read_kernel_value(reading.at("sys/class/dmi/id/sys_vendor")).value_or("");
  const std::string product = read_kernel_value(reading.at("sys/class/dmi/id/product_name")).value_or("");
  return vendor + (vendor.empty() || product.empty() ? "" : " ") + product;
}

// On x86 the processor says so itself; elsewhere only the maker's name does.
bool is_virtual(const Reading& reading, const std::string& made_by) {
  const std::string cpuinfo = read_kernel_file(reading.at("proc/cpuinfo")).value_or("");
  if (const auto flags = field_of(cpuinfo, "flags")) {
    const auto words = words_of(*flags);
    return std::find(words.begin(), words.end(), "hypervisor") != words.end();
  }
  return read_kernel_value(reading.at("sys/hypervisor/type")).has_value() ||
         std::any_of(kVirtualMakers.begin(), kVirtualMakers.end(),
                     [&](std::string_view name) { return made_by.find(name) != std::string::npos; });
}

void read_virtualisation(Reading& reading) {
  const std::string made_by = maker(reading);
  if (made_by.empty()) {
    reading.unknown("system.maker", "the firmware's tables (DMI) are not shown");
  } else {
    reading.fact("system.maker", made_by);
  }
  const bool is_guest = is_virtual(reading, made_by);
  reading.fact("system.virtual_machine", is_guest ? "yes" : "no");
  if (!is_guest) return;
  reading.warn(
      "this is a virtual machine: other guests may slow it unseen, and its clock speed is not shown",
      "nothing need be done, races pair what they compare; measure on the hardware that you deploy on");
}

void read_clock(Reading& reading) {
  const auto source =
      read_kernel_value(reading.at("sys/devices/system/clocksource/clocksource0/current_clocksource"));
  reading.fact_or_reason("clock.source", source);
  if (!source || *source == "tsc" || *source == "arch_sys_counter") return;
  reading.warn(
      "the clock source is " + *source + ", not tsc: reading the time may cost a system call",
      "see bakeoff selftest for the cost; if the processor's tsc is stable, boot with clocksource=tsc");
}

// "NAME=value", the value perhaps in quotes (os-release(5)).
std::string assigned(const std::string& text, std::string_view name) {
  for (const std::string_view line : lines_of(text)) {
    if (!line.starts_with(name) || line.substr(name.size(), 1) != "=") continue;
    std::string_view value = trimmed(line.substr(name.size() + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    return std::string(value);
  }
  return {};
}

}  // namespace

void read_system(Reading& reading) {
  reading.fact_or_reason("system.kernel", read_kernel_value(reading.at("proc/sys/kernel/osrelease")));
  reading.fact_or_reason(
      "system.load_average", read_kernel_value(reading.at("proc/loadavg")).map([](const auto& text) {
        const auto words = words_of(text);
        if (words.size() < 3) return std::string();
        return std::string(words[0]) + ' ' + std::string(words[1]) + ' ' + std::string(words[2]);
      }));
  reading.fact_or_reason("system.distribution",
                         read_kernel_file(reading.at("etc/os-release")).map([](const auto& text) {
                           return assigned(text, "PRETTY_NAME");
                         }));
  utsname name{};
  if (uname(&name) == 0) reading.fact("system.architecture", name.machine);
  // machine-id(5) asks not to publish the id itself; its hash tells machines apart just as well.
  reading.fact_or_reason("system.fingerprint",
                         read_kernel_value(reading.at("etc/machine-id")).map([](const auto& id) {
                           return id.empty() ? id : sha256("bakeoff host " + id).substr(0, 16);
                         }));
  read_virtualisation(reading);
  read_clock(reading);
}

}  // namespace bakeoff::measure
