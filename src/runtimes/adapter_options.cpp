#include "runtimes/adapter_options.h"

#include <nlohmann/json.hpp>
#include <system_error>

#include "runtimes/ask_adapter.h"
#include "runtimes/disk.h"

namespace bakeoff::runtimes {
namespace fs = std::filesystem;
namespace {

Result<std::vector<AdapterOption>> options_from(const nlohmann::json& told, const std::string& where) try {
  std::vector<AdapterOption> options;
  for (const auto& option : told.at("options")) {
    options.push_back({.key = option.at("key").get<std::string>(),
                       .values = option.at("values").get<std::string>(),
                       .meaning = option.at("meaning").get<std::string>()});
  }
  return options;
} catch (const nlohmann::json::exception& error) {
  return fail(ErrorKind::kBadInput, std::string("the adapter's options are not whole: ") + error.what(),
              where);
}

}  // namespace

Result<std::vector<AdapterOption>> options_known_by(const fs::path& adapter, const fs::path& worker) {
  std::error_code ignored;
  const auto scratch = make_scratch(fs::temp_directory_path(ignored), "bakeoff-options-");
  if (!scratch) return tl::unexpected(scratch.error());
  const auto told = ask_adapter({.worker = worker,
                                 .word = "--options",
                                 .adapter = adapter,
                                 .scratch = *scratch,
                                 .where = adapter.string()});
  fs::remove_all(*scratch, ignored);
  if (!told) return tl::unexpected(told.error());
  return options_from(*told, adapter.string());
}

}  // namespace bakeoff::runtimes
