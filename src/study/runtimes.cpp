#include <algorithm>

#include "base/units.h"
#include "study/characters.h"
#include "study/configuration.h"
#include "study/request.h"

namespace bakeoff::study {
namespace {

constexpr std::string_view kExample = "for example onnxruntime,openvino==2026.4.1,pytorch:channels-last";

tl::unexpected<Error> malformed(std::string what, std::string hint = std::string(kExample)) {
  return fail(ErrorKind::kUsage, std::move(what), "--runtimes", std::move(hint));
}

Result<void> check_configuration(const std::string& configuration, std::string_view entry) {
  if (sets_options(configuration)) {
    const auto options = parse_options(configuration);
    if (!options) return malformed(options.error().what, options.error().hint);
    return {};
  }
  if (is_word(configuration)) return {};
  return malformed("'" + std::string(entry) + "' has no configuration after the colon",
                   "a configuration is a name, or options as in fake:latency=5ms+spin=1");
}

Result<RuntimeRequest> parse_entry(std::string_view entry) {
  RuntimeRequest request;
  const auto colon = entry.find(':');
  const std::string_view identity = entry.substr(0, colon);
  if (colon != std::string_view::npos) {
    request.configuration = std::string(entry.substr(colon + 1));
    const auto checked = check_configuration(request.configuration, entry);
    if (!checked) return tl::unexpected(checked.error());
  }
  const auto equals = identity.find("==");
  request.runtime = std::string(identity.substr(0, equals));
  if (equals != std::string_view::npos) {
    request.version = std::string(identity.substr(equals + 2));
    if (!is_version(request.version)) {
      return malformed("'" + std::string(entry) + "' has no version after ==");
    }
  }
  if (is_word(request.runtime)) return request;
  const auto single = identity.find_first_of("=<>~");
  if (single != std::string_view::npos && single > 0) {
    return malformed("'" + std::string(entry) + "' is not an exact version",
                     "an exact version is written openvino==2026.4.1");
  }
  return malformed("'" + std::string(entry) + "' does not begin with the name of a runtime");
}

// Options in another order are the same configuration.
std::string canonical(const std::string& configuration) {
  if (!sets_options(configuration)) return configuration;
  Options options = parse_options(configuration).value_or(Options{});
  std::sort(options.begin(), options.end());
  return to_configuration(options);
}

bool same(const RuntimeRequest& a, const RuntimeRequest& b) {
  return a.runtime == b.runtime && a.version == b.version &&
         canonical(a.configuration) == canonical(b.configuration);
}

}  // namespace

Result<std::vector<RuntimeRequest>> parse_runtimes(std::string_view text) {
  std::vector<RuntimeRequest> requests;
  for (const std::string& entry : split_list(text)) {
    auto request = parse_entry(entry);
    if (!request) return tl::unexpected(request.error());
    const bool known = std::any_of(requests.begin(), requests.end(),
                                   [&](const RuntimeRequest& other) { return same(other, *request); });
    if (known) {
      return malformed("'" + entry + "' is there twice",
                       "a candidate cannot race itself; give each one once");
    }
    requests.push_back(std::move(*request));
  }
  if (requests.empty()) return malformed("the list of runtimes is empty");
  return requests;
}

}  // namespace bakeoff::study
