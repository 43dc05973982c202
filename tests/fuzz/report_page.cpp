// Tells of a study whose race holds arbitrary events, and of names that are markup, in every format. A line
// is one event: kind, round, candidate and detail with tabs between them; of a slot the detail is its
// durations.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "report/csv.h"
#include "report/html/page.h"
#include "report/json.h"
#include "report/text.h"
#include "store/event_json.h"

namespace {

using namespace bakeoff;

constexpr std::string_view kMarkup = "<zq a='\">&";

std::optional<std::uint32_t> number(const std::string& text) {
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) return {};
  return static_cast<std::uint32_t>(std::stoul(text));
}

std::optional<Event> event_of(const std::string& line) {
  std::istringstream fields(line);
  store::EventText text;
  std::string round;
  std::string candidate;
  std::getline(fields, text.kind, '\t');
  std::getline(fields, round, '\t');
  std::getline(fields, candidate, '\t');
  std::getline(fields, text.detail);
  text.round = number(round);
  text.candidate = number(candidate);
  if (text.kind != store::kSlotTimed) return store::event_from(text);
  SlotTimed slot;
  slot.round = text.round.value_or(0);
  slot.candidate = text.candidate.value_or(0);
  std::istringstream durations(text.detail);
  for (std::uint64_t duration = 0; durations >> duration;) slot.durations_ns.push_back(duration);
  if (slot.durations_ns.empty()) return {};
  return slot;
}

StudyRecord study_of(std::string_view bytes) {
  StudyRecord study;
  study.command = study.started = kMarkup;
  CellRecord cell;
  cell.cell.model = cell.command = kMarkup;
  for (const char* name : {"a", "b", "c"}) {
    Candidate candidate;
    candidate.name = std::string(kMarkup) + name;
    candidate.runtime = candidate.version = kMarkup;
    cell.candidates.push_back(candidate);
  }
  cell.tries.emplace_back();
  std::istringstream lines{std::string(bytes)};
  for (std::string line; std::getline(lines, line);) {
    const auto event = event_of(line);
    // What a reader of study files never lets through.
    if (event && store::names_only(*event, cell.candidates.size())) cell.tries.back().push_back(*event);
  }
  study.cells.push_back(std::move(cell));
  return study;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const report::Told told =
      report::told_of(study_of(std::string_view(reinterpret_cast<const char*>(data), size)));
  const std::string page = report::report_page({{std::string(kMarkup), told}});
  if (page.find("<zq") != std::string::npos) std::abort();
  for (const auto samples : {report::Samples::kLeaveOut, report::Samples::kInclude}) {
    if (!nlohmann::json::accept(report::study_json(told, samples))) std::abort();
    static_cast<void>(report::study_csv(told, samples));
  }
  const std::string text = report::study_text(told, std::string(kMarkup), {});
  if (text.find('\x1b') != std::string::npos) std::abort();
  return 0;
}
