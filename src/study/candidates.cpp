#include "study/candidates.h"

#include <algorithm>
#include <map>
#include <set>

#include "study/request.h"

namespace bakeoff::study {
namespace {

Options sorted(Options options) {
  std::sort(options.begin(), options.end());
  return options;
}

bool same(const Candidate& a, const Candidate& b) {
  if (a.runtime != b.runtime || a.version != b.version) return false;
  if (a.configuration == b.configuration) return true;
  return !a.options.empty() && sorted(a.options) == sorted(b.options);
}

std::string identity(const Candidate& candidate) {
  std::string text = candidate.runtime;
  if (!candidate.version.empty()) text += "==" + candidate.version;
  if (candidate.configuration != "default") text += ":" + candidate.configuration;
  return text;
}

}  // namespace

Result<void> check_distinct(const std::vector<Candidate>& candidates) {
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    for (std::size_t j = i + 1; j < candidates.size(); ++j) {
      if (!same(candidates[i], candidates[j])) continue;
      const std::string first = identity(candidates[i]);
      const std::string second = identity(candidates[j]);
      return fail(
          ErrorKind::kUsage,
          first == second ? first + " is there twice" : first + " and " + second + " are the same candidate",
          "--runtimes", "a candidate cannot race itself; give each one once");
    }
  }
  return {};
}

void name_candidates(std::vector<Candidate>& candidates) {
  std::map<std::string, std::set<std::string>> versions;
  for (const Candidate& candidate : candidates) versions[candidate.runtime].insert(candidate.version);
  for (Candidate& candidate : candidates) {
    candidate.name = candidate.runtime;
    const bool several = versions[candidate.runtime].size() > 1;
    if (several && !candidate.version.empty()) candidate.name += "==" + candidate.version;
    if (candidate.configuration != "default") candidate.name += ":" + candidate.configuration;
  }
}

}  // namespace bakeoff::study
