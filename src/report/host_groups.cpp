#include "report/host_groups.h"

#include <algorithm>
#include <map>

#include "report/escape.h"

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

int rank_of(const std::string& group) {
  return group == "cpu" ? 0 : group == "memory" ? 1 : group == "system" ? 2 : 3;
}

}  // namespace

std::vector<HostGroup> host_groups(const HostFacts& host) {
  std::map<std::pair<int, std::string>, HostGroup> ordered;
  for (const auto& [name, value] : host.facts) {
    const auto [group, rest] = split(name);
    ordered[{rank_of(group), group}].facts.emplace_back(in_words(rest), printable(value));
  }
  std::vector<HostGroup> groups;
  for (auto& [key, group] : ordered) groups.push_back({in_words(key.second), std::move(group.facts)});
  if (host.unknown.empty()) return groups;
  HostGroup& unknown = groups.emplace_back(HostGroup{"not known here", {}});
  for (const auto& [name, why] : host.unknown) {
    const auto [group, rest] = split(name);
    unknown.facts.emplace_back(in_words(rest.empty() ? group : group + " " + rest), printable(why));
  }
  return groups;
}

}  // namespace bakeoff::report
