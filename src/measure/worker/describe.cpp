#include "measure/worker/describe.h"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "measure/worker/loaded_model.h"

namespace bakeoff::measure {
namespace {

constexpr unsigned kPatienceSeconds = 60;

// Bytes that are not UTF-8 are replaced: whatever they are, they must not stop the description.
std::string text_of(const nlohmann::json& object) {
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string failed(const Outcome& outcome) {
  return text_of({{"error", outcome.reason}});
}

std::string text_or_nothing(const char* text) {
  return text == nullptr ? "" : text;
}

std::vector<std::string> words(const char* const* list) {
  std::vector<std::string> result;
  for (; *list != nullptr; ++list) result.emplace_back(*list);
  return result;
}

}  // namespace

std::string describe_adapter(const std::string& path) {
  alarm(kPatienceSeconds);
  const auto adapter = open_adapter(path);
  if (!adapter) return failed(adapter.error());
  const std::string folder = std::filesystem::path(path).parent_path().string();
  bakeoff_library* library = nullptr;
  bakeoff_library_info info{};
  bakeoff_error error{};
  const bakeoff_status status = (*adapter)->open(folder.c_str(), &library, &info, &error);
  if (status != BAKEOFF_OK) return failed(outcome_of(status, error));
  return text_of({{"name", (*adapter)->name},
                  {"title", (*adapter)->title},
                  {"version", std::string(info.version, strnlen(info.version, sizeof info.version))},
                  {"forms", words((*adapter)->forms)},
                  {"devices", words((*adapter)->devices)},
                  {"precisions", words((*adapter)->precisions)}});
}

std::string describe_options(const std::string& path) {
  alarm(kPatienceSeconds);
  const auto adapter = open_adapter(path);
  if (!adapter) return failed(adapter.error());
  auto options = nlohmann::json::array();
  for (const auto* option = (*adapter)->options; option != nullptr && option->key != nullptr; ++option) {
    options.push_back({{"key", option->key},
                       {"values", text_or_nothing(option->values)},
                       {"meaning", text_or_nothing(option->meaning)}});
  }
  return text_of({{"options", std::move(options)}});
}

}  // namespace bakeoff::measure
