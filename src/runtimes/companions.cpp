#include "runtimes/companions.h"

#include <algorithm>

#include "base/units.h"
#include "runtimes/version.h"

namespace bakeoff::runtimes {
namespace {

constexpr std::string_view kRequires = "Requires-Dist: ";

// "NAME==VERSION; marker" or, in older wheels, "NAME (==VERSION) ; marker".
Requirement parse(std::string_view line) {
  const auto equals = line.find("==");
  if (equals == std::string_view::npos) return {};
  std::string_view project = line.substr(0, equals);
  project = project.substr(0, project.find_first_of(" (["));
  std::string_view version = line.substr(equals + 2);
  version = version.substr(0, version.find_first_of(" );,"));
  return version.find('*') == std::string_view::npos ? Requirement{std::string(project), std::string(version)}
                                                     : Requirement{};
}

}  // namespace

std::vector<Requirement> exact_requirements(std::string_view metadata,
                                            const std::vector<std::string>& prefixes) {
  std::vector<Requirement> found;
  for (const std::string& line : split_list(metadata, '\n')) {
    if (!line.starts_with(kRequires)) continue;
    Requirement requirement = parse(std::string_view(line).substr(kRequires.size()));
    const bool wanted = std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
      return requirement.project.starts_with(prefix);
    });
    if (wanted) found.push_back(std::move(requirement));
  }
  return found;
}

std::vector<PinnedWheel> newest_companions(const Lock& lock, std::string_view architecture,
                                           std::string_view runtime) {
  const PinnedWheel* newest = nullptr;
  for (const PinnedWheel& wheel : lock.wheels) {
    if (wheel.architecture != architecture || wheel.name != runtime) continue;
    if (newest == nullptr || compare_versions(newest->version, wheel.version) < 0) newest = &wheel;
  }
  return newest == nullptr ? std::vector<PinnedWheel>() : newest->with;
}

}  // namespace bakeoff::runtimes
