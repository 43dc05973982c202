#include "measure/worker/environment_options.h"

#include <cstdlib>
#include <string_view>

namespace bakeoff::measure {
namespace {

constexpr std::string_view kPrefix = "env.";
constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

}  // namespace

Attempt<OptionList> set_environment(const OptionList& options) {
  OptionList others;
  for (const auto& [key, value] : options) {
    if (!key.starts_with(kPrefix)) {
      others.emplace_back(key, value);
      continue;
    }
    const std::string name = key.substr(kPrefix.size());
    if (name.empty() || name.find_first_not_of(kAllowed) != std::string::npos) {
      return tl::unexpected(Outcome{
          Status::kUnsupported, "'" + key + "' names no environment variable: env.NAME, of A-Z, 0-9 and _"});
    }
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  return others;
}

}  // namespace bakeoff::measure
