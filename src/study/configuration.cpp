#include "study/configuration.h"

#include <algorithm>

#include "study/characters.h"

namespace bakeoff::study {
namespace {

constexpr std::string_view kExample = "options are written key=value, joined with +: latency=5ms+spin=1";

Result<std::pair<std::string, std::string>> parse_pair(std::string_view text) {
  const auto equals = text.find('=');
  const std::string_view key = text.substr(0, equals);
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
  if (!is_word(key) || value.empty() || !std::all_of(value.begin(), value.end(), is_visible)) {
    return fail(ErrorKind::kUsage, "'" + std::string(text) + "' is not an option with a value", "",
                std::string(kExample));
  }
  return std::pair(std::string(key), std::string(value));
}

}  // namespace

bool sets_options(std::string_view configuration) {
  return configuration.find('=') != std::string_view::npos;
}

Result<Options> parse_options(std::string_view configuration) {
  Options options;
  while (true) {
    const auto plus = configuration.find('+');
    auto pair = parse_pair(configuration.substr(0, plus));
    if (!pair) return tl::unexpected(pair.error());
    const bool known = std::any_of(options.begin(), options.end(),
                                   [&](const auto& option) { return option.first == pair->first; });
    if (known) {
      return fail(ErrorKind::kUsage, "the option '" + pair->first + "' is set twice", "",
                  "set it once in a configuration");
    }
    options.push_back(std::move(*pair));
    if (plus == std::string_view::npos) return options;
    configuration.remove_prefix(plus + 1);
  }
}

std::string to_configuration(const Options& options) {
  std::string text;
  for (const auto& [key, value] : options) {
    if (!text.empty()) text += '+';
    text += key;
    text += '=';
    text += value;
  }
  return text;
}

}  // namespace bakeoff::study
