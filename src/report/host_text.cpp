#include "report/host_text.h"

#include <algorithm>
#include <map>
#include <vector>

#include "report/escape.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

// "cpu.model" in its parts; a name without a dot is its own group.
std::pair<std::string, std::string> split(const std::string& name) {
  const auto dot = name.find('.');
  if (dot == std::string::npos) return {name, ""};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

// "physical_cores" as a person reads it.
std::string in_words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return printable(name);
}

using Group = std::vector<std::pair<std::string, std::string>>;

std::map<std::string, Group> grouped(const HostFacts& host) {
  std::map<std::string, Group> groups;
  for (const auto& [name, value] : host.facts) {
    const auto [group, rest] = split(name);
    groups[group].emplace_back(rest, value);
  }
  return groups;
}

// "label   value", values of a block under one another, labels two columns in.
std::string block(const Group& lines, int width) {
  int label_width = 0;
  for (const auto& [label, value] : lines)
    label_width = std::max(label_width, display_width(in_words(label)));
  std::string text;
  for (const auto& [label, value] : lines) {
    const std::string lead = "  " + padded(in_words(label), label_width, Align::kLeft) + "  ";
    text += wrapped(printable(value), width, lead);
  }
  return text;
}

// The processor first: it is what one looks for.
std::vector<std::string> order_of(const std::map<std::string, Group>& groups) {
  std::vector<std::string> order;
  for (const std::string first : {"cpu", "memory", "system"}) {
    if (groups.contains(first)) order.push_back(first);
  }
  for (const auto& [name, group] : groups) {
    if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
  }
  return order;
}

}  // namespace

std::string host_text(const HostFacts& host, const TextStyle& style) {
  std::string text;
  const auto heading = [&](const std::string& title) {
    text += painted(title, Emphasis::kStrong, style.colour) + "\n";
  };
  const std::map<std::string, Group> groups = grouped(host);
  for (const std::string& name : order_of(groups)) {
    heading(in_words(name));
    text += block(groups.at(name), style.width);
  }
  if (!host.unknown.empty()) {
    heading("not known here");
    Group lines;
    for (const auto& [name, why] : host.unknown) {
      const auto [group, rest] = split(name);
      lines.emplace_back(rest.empty() ? group : group + " " + rest, why);
    }
    text += block(lines, style.width);
  }
  heading("what would disturb a measurement");
  if (host.warnings.empty()) text += wrapped("nothing that was found", style.width, "  ");
  for (const std::string& warning : host.warnings) text += wrapped(printable(warning), style.width, "  - ");
  return text;
}

std::string selftest_text(const SelfCost& cost, const TextStyle& style) {
  const auto line = [&](const std::string& label, const std::optional<double>& nanoseconds) {
    const std::string value = nanoseconds ? fixed(*nanoseconds, 1) + " ns" : "not measured";
    return wrapped(value, style.width, padded(label, 28, Align::kLeft));
  };
  return line("reading the clock", cost.clock_read_ns) +
         line("harness for each inference", cost.null_overhead_ns) +
         wrapped("At most 60 ns of harness for each inference is what bakeoff promises.", style.width);
}

}  // namespace bakeoff::report
