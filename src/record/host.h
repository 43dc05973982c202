#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bakeoff {

/// What the machine is, recorded with every study. Facts by dotted name ("cpu.model", "memory.available"), so
/// that a new reader adds a fact without changing a format; a fact that cannot be read is left out, with the
/// reason in `unknown`.
struct HostFacts {
  std::map<std::string, std::string> facts;
  std::map<std::string, std::string> unknown;
  std::vector<std::string> warnings;  ///< what would disturb a measurement, each with its remedy
  bool operator==(const HostFacts&) const = default;
};

/// What timing itself costs here, measured at the start of every study.
struct SelfCost {
  std::optional<double> clock_read_ns;
  std::optional<double> null_overhead_ns;  ///< harness per inference, with the null adapter
  bool operator==(const SelfCost&) const = default;
};

}  // namespace bakeoff
