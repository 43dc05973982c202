#include <algorithm>
#include <array>
#include <optional>

#include "measure/host/kernel_files.h"
#include "measure/host/reading.h"

namespace bakeoff::measure {
namespace {

constexpr std::array<std::string_view, 5> kCpuSensors{"coretemp", "k10temp", "zenpower", "cpu_thermal",
                                                      "cpu-thermal"};
constexpr std::array<std::string_view, 4> kCpuZones{"x86_pkg_temp", "cpu-thermal", "cpu_thermal", "acpitz"};

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Thousandths of a degree. Sensors that are not there say 0, or less than anything lives at.
void keep_hottest(const std::filesystem::path& file, std::optional<double>& hottest) {
  const auto text = read_kernel_value(file);
  const auto value = text ? signed_number_from(*text) : std::nullopt;
  if (!value || *value <= 0 || *value > 200'000) return;
  const double degrees = static_cast<double>(*value) / 1000;
  if (!hottest || degrees > *hottest) hottest = degrees;
}

void read_temperature(Reading& reading) {
  std::optional<double> hottest;
  for (const auto& sensor : entries_of(reading.at("sys/class/hwmon"), "hwmon")) {
    if (!is_among(kCpuSensors, read_kernel_value(sensor / "name").value_or(""))) continue;
    for (const auto& file : entries_of(sensor, "temp")) {
      if (file.filename().string().ends_with("_input")) keep_hottest(file, hottest);
    }
  }
  for (const auto& zone : entries_of(reading.at("sys/class/thermal"), "thermal_zone")) {
    if (is_among(kCpuZones, read_kernel_value(zone / "type").value_or(""))) {
      keep_hottest(zone / "temp", hottest);
    }
  }
  if (hottest) return reading.fact("temperature.celsius", number_text(*hottest, 1));
  reading.unknown("temperature.celsius", "no processor sensor is shown (hwmon, thermal zones)");
}

// Only whole packages: the zones within them are contained in theirs.
void read_energy(Reading& reading) {
  std::string names;
  std::string refused;
  for (const auto& zone : entries_of(reading.at("sys/class/powercap"), "")) {
    const std::string name = read_kernel_value(zone / "name").value_or("");
    if (!name.starts_with("package")) continue;
    const auto energy = read_kernel_number(zone / "energy_uj");
    if (energy) {
      names += (names.empty() ? "" : ", ") + name;
    } else {
      refused = to_string(energy.error());
    }
  }
  if (!names.empty()) return reading.fact("energy.counter", names);
  reading.unknown("energy.counter", !refused.empty()
                                        ? refused + "; to allow it: sudo chmod a+r on that file"
                                        : "the kernel shows no energy counter of a package (powercap)");
}

// A mouse has a battery too: its scope is "Device".
void read_supply(Reading& reading) {
  bool on_mains = false;
  bool discharging = false;
  bool any = false;
  for (const auto& supply : entries_of(reading.at("sys/class/power_supply"), "")) {
    if (read_kernel_value(supply / "scope").value_or("System") == "Device") continue;
    const std::string type = read_kernel_value(supply / "type").value_or("");
    any = any || !type.empty();
    if (type == "Battery") {
      discharging = discharging || read_kernel_value(supply / "status").value_or("") == "Discharging";
    } else if (!type.empty()) {
      on_mains = on_mains || read_kernel_value(supply / "online").value_or("") == "1";
    }
  }
  if (!any) return reading.unknown("power.source", "the kernel lists no power supply, as on most servers");
  const bool on_battery = discharging && !on_mains;
  reading.fact("power.source", on_battery ? "battery" : "mains");
  if (on_battery) {
    reading.warn("the machine runs on battery: its power limits change the speed", "plug it in");
  }
}

}  // namespace

void read_power(Reading& reading) {
  read_temperature(reading);
  read_energy(reading);
  read_supply(reading);
}

}  // namespace bakeoff::measure
