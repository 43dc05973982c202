#include "report/model_names.h"

#include <algorithm>
#include <set>

namespace bakeoff::report {
namespace {

// The last so many parts of a path; all of it where it has no more.
std::string ending(const std::string& path, std::size_t parts) {
  std::size_t slash = path.size();
  for (std::size_t i = 0; i < parts; ++i) {
    if (slash == 0) return path;
    slash = path.rfind('/', slash - 1);
    if (slash == std::string::npos) return path;
  }
  return path.substr(slash + 1);
}

}  // namespace

std::map<std::string, std::string> short_names(const std::vector<std::string>& models) {
  const std::set<std::string> different(models.begin(), models.end());
  std::map<std::string, std::string> names;
  for (const std::string& model : different) {
    std::string name;
    bool taken = true;
    for (std::size_t parts = 1; taken && name != model; ++parts) {
      name = ending(model, parts);
      taken = name.empty() || std::any_of(different.begin(), different.end(), [&](const std::string& other) {
                return other != model && ending(other, parts) == name;
              });
    }
    names.emplace(model, name);
  }
  return names;
}

}  // namespace bakeoff::report
