#include "runtimes/lock.h"

#include <toml++/toml.h>

#include <cassert>

namespace bakeoff::runtimes {
namespace {

Result<std::string> text_of(const toml::table& table, std::string_view key, const std::string& where) {
  if (const auto value = table[key].value<std::string>(); value && !value->empty()) return *value;
  return fail(ErrorKind::kBadInput, "'" + std::string(key) + "' is missing or not a text", where);
}

Result<PinnedWheel> parse_wheel(const toml::table& table, std::string architecture, std::string name) {
  PinnedWheel wheel;
  wheel.architecture = std::move(architecture);
  wheel.name = std::move(name);
  const std::string where = "lock file, " + wheel.architecture + "." + wheel.name;
  for (const auto& [key, field] :
       {std::pair{"version", &wheel.version}, std::pair{"file", &wheel.file},
        std::pair{"python", &wheel.python}, std::pair{"abi", &wheel.abi},
        std::pair{"platform", &wheel.platform}, std::pair{"sha256", &wheel.sha256}}) {
    auto text = text_of(table, key, where);
    if (!text) return tl::unexpected(text.error());
    *field = *std::move(text);
  }
  if (wheel.sha256.size() != 64 || wheel.sha256.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return fail(ErrorKind::kBadInput, "'sha256' is not 64 lower-case hexadecimal digits", where);
  }
  wheel.project = table["project"].value_or(std::string{});
  const auto size = table["size"].value<std::int64_t>();
  if (!size || *size <= 0) return fail(ErrorKind::kBadInput, "'size' is missing or not positive", where);
  wheel.size = static_cast<std::uint64_t>(*size);
  if (const toml::array* companions = table["with"].as_array()) {
    for (const auto& companion : *companions) {
      if (!companion.is_table()) return fail(ErrorKind::kBadInput, "'with' is not a list of tables", where);
      auto pinned = parse_wheel(*companion.as_table(), wheel.architecture, wheel.name);
      if (!pinned) return pinned;
      if (pinned->project.empty()) return fail(ErrorKind::kBadInput, "'project' is missing in 'with'", where);
      wheel.with.push_back(*std::move(pinned));
    }
  }
  return wheel;
}

Result<void> parse_architecture(const toml::table& runtimes, const std::string& architecture, Lock& lock) {
  for (const auto& [name, node] : runtimes) {
    const toml::array* wheels = node.as_array();
    if (!wheels || !wheels->is_homogeneous<toml::table>()) {
      return fail(ErrorKind::kBadInput, "not a list of tables",
                  "lock file, " + architecture + "." + std::string(name.str()));
    }
    for (const auto& wheel : *wheels) {
      auto pinned = parse_wheel(*wheel.as_table(), architecture, std::string(name.str()));
      if (!pinned) return tl::unexpected(pinned.error());
      lock.wheels.push_back(*std::move(pinned));
    }
  }
  return {};
}

}  // namespace

std::optional<PinnedWheel> Lock::find(std::string_view architecture, std::string_view name,
                                      std::string_view version) const {
  for (const auto& wheel : wheels) {
    if (wheel.architecture == architecture && wheel.name == name && wheel.version == version) return wheel;
  }
  return std::nullopt;
}

Result<Lock> parse_lock(std::string_view text) try {
  const toml::table root = toml::parse(text);
  if (root["schema"].value<int>() != 1) {
    return fail(ErrorKind::kBadInput, "'schema' is not 1", "lock file");
  }
  Lock lock;
  for (const auto& [key, node] : root) {
    if (key.str() == "schema") continue;
    const toml::table* table = node.as_table();
    if (!table) return fail(ErrorKind::kBadInput, "not a table", "lock file, " + std::string(key.str()));
    if (key.str() == "default") {
      for (const auto& [name, version] : *table) {
        lock.defaults[std::string(name.str())] = version.value_or(std::string{});
      }
    } else if (auto parsed = parse_architecture(*table, std::string(key.str()), lock); !parsed) {
      return tl::unexpected(parsed.error());
    }
  }
  return lock;
} catch (const toml::parse_error& error) {
  return fail(ErrorKind::kBadInput, std::string(error.description()),
              "lock file, line " + std::to_string(error.source().begin.line));
}

const Lock& embedded_lock() {
  static const Lock kLock = [] {
    auto lock = parse_lock(embedded_lock_text());
    assert(lock && "the unit tests read the embedded lock file");
    return lock ? *std::move(lock) : Lock{};
  }();
  return kLock;
}

std::string_view architecture() {
#if defined(__x86_64__)
  return "x86_64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "unknown";
#endif
}

}  // namespace bakeoff::runtimes
