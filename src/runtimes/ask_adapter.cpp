#include "runtimes/ask_adapter.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "runtimes/process.h"

namespace bakeoff::runtimes {
namespace {

constexpr std::size_t kLogLines = 3;

}  // namespace

Result<nlohmann::json> ask_adapter(const AdapterQuestion& question) {
  const std::filesystem::path told = question.scratch / "description.json";
  const std::filesystem::path log = question.scratch / "log";
  const auto ended =
      run_program({question.worker.string(), question.word, question.adapter.string(), told.string()}, log);
  if (!ended) return tl::unexpected(ended.error());
  if (!ended->success()) {
    const std::string how = ended->signal != 0 ? "signal " + std::to_string(ended->signal)
                                               : "exit code " + std::to_string(ended->code);
    return fail(ErrorKind::kBadInput, "the adapter died while it described itself (" + how + ")",
                question.where, last_lines(log, kLogLines));
  }
  std::ifstream file(told);
  auto answer = nlohmann::json::parse(file, nullptr, false);
  if (!answer.is_object()) {
    return fail(ErrorKind::kBadInput, "the adapter's description is not whole", question.where);
  }
  if (const auto error = answer.find("error"); error != answer.end()) {
    return fail(ErrorKind::kBadInput, error->is_string() ? error->get<std::string>() : error->dump(),
                question.where, "docs/ADAPTERS.md says what an adapter is");
  }
  return answer;
}

}  // namespace bakeoff::runtimes
