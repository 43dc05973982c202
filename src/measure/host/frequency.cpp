#include <set>

#include "measure/host/kernel_files.h"
#include "measure/host/reading.h"

namespace bakeoff::measure {
namespace {

// The different values of one cpufreq file over the set's processors, "a, b".
Result<std::string> over_set(const Reading& reading, std::string_view file) {
  std::set<std::string> values;
  Error last{ErrorKind::kNotFound, "the set holds no processors", "", ""};
  for (const int cpu : reading.cpus().cpus) {
    auto value = read_kernel_value(reading.cpu_file(cpu, file));
    if (value) {
      values.insert(std::move(*value));
    } else {
      last = value.error();
    }
  }
  if (values.empty()) return tl::unexpected(last);
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

// Each driver has its own switch; intel_pstate's says the opposite.
void read_boost(Reading& reading) {
  const auto is_on = [](const std::string& value) { return value == "1" ? "on" : "off"; };
  if (const auto boost = read_kernel_value(reading.at("sys/devices/system/cpu/cpufreq/boost"))) {
    return reading.fact("cpu.boost", is_on(*boost));
  }
  if (const auto no_turbo = read_kernel_value(reading.at("sys/devices/system/cpu/intel_pstate/no_turbo"))) {
    return reading.fact("cpu.boost", is_on(*no_turbo == "0" ? "1" : "0"));
  }
  if (const auto boost = over_set(reading, "cpufreq/boost")) {
    return reading.fact("cpu.boost", *boost == "1" ? "on" : *boost == "0" ? "off" : "on for some");
  }
  reading.unknown("cpu.boost", "no frequency driver tells of it");
}

void read_highest(Reading& reading) {
  const auto highest = over_set(reading, "cpufreq/cpuinfo_max_freq");
  const auto kilohertz = highest ? number_from(*highest) : std::nullopt;
  if (!kilohertz) return;  // different kinds of cores, or no cpufreq, which the governor says already
  reading.fact("cpu.highest_frequency", number_text(static_cast<double>(*kilohertz) / 1e6, 2) + " GHz");
}

}  // namespace

void read_frequency(Reading& reading) {
  const auto governor = over_set(reading, "cpufreq/scaling_governor");
  if (governor) {
    reading.fact("cpu.governor", *governor);
    reading.fact_or_reason("cpu.frequency_driver", over_set(reading, "cpufreq/scaling_driver"));
    if (*governor != "performance") {
      reading.warn(
          "the frequency governor is " + *governor + ", not performance: clock speed follows the load",
          "set it: sudo cpupower frequency-set -g performance");
    }
  } else {
    reading.unknown("cpu.governor",
                    "the kernel does not control frequencies here, as in most virtual machines (" +
                        to_string(governor.error()) + ")");
  }
  read_highest(reading);
  read_boost(reading);
}

}  // namespace bakeoff::measure
