#include "runtimes/wheel_name.h"

#include <algorithm>
#include <vector>

#include "base/units.h"

namespace bakeoff::runtimes {
namespace {

std::string normalised(std::string_view project) {
  std::string name;
  for (const char c : project) {
    if (c == '-' || c == '_' || c == '.') {
      if (!name.ends_with('-')) name += '-';
    } else {
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return name;
}

}  // namespace

std::optional<WheelName> parse_wheel_name(std::string_view file) {
  constexpr std::string_view kSuffix = ".whl";
  if (!file.ends_with(kSuffix)) return std::nullopt;
  file.remove_suffix(kSuffix.size());
  const std::vector<std::string> parts = split_list(file, '-');
  if (parts.size() != 5 && parts.size() != 6) return std::nullopt;
  const std::size_t tags = parts.size() - 3;
  return WheelName{parts[0], parts[1], parts[tags], parts[tags + 1], parts[tags + 2]};
}

bool is_wheel_of(const WheelName& wheel, std::string_view project, std::string_view version) {
  return normalised(wheel.name) == normalised(project) && wheel.version == version;
}

bool runs_on(const WheelName& wheel, std::string_view architecture) {
  const auto platforms = split_list(wheel.platform, '.');
  return std::any_of(platforms.begin(), platforms.end(), [&](std::string_view platform) {
    return platform.find("linux") != std::string_view::npos &&
           platform.ends_with("_" + std::string(architecture));
  });
}

}  // namespace bakeoff::runtimes
