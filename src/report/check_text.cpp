#include "report/check_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "record/accuracy.h"
#include "report/escape.h"
#include "report/number.h"
#include "report/table.h"

namespace bakeoff::report {
namespace {

std::vector<std::string> row_of(const CheckedCandidate& checked) {
  const auto bits = observed_bits(checked.relative_error);
  return {checked.candidate.name,
          std::string(to_string(checked.candidate.precision)),
          std::to_string(checked.candidate.batch),
          std::string(to_string(checked.outcome.status)),
          checked.relative_error ? fmt::format("{:.1e}", *checked.relative_error) : "",
          bits ? fixed(*bits, 1) : "",
          checked.reference == "none" ? "" : checked.reference,
          checked.executed_precision.value_or("")};
}

// One line a reason, each said once: a runtime that has no bf16 has none at any batch.
std::string reasons_of(const CheckedModel& model, const TextStyle& style) {
  std::vector<std::string> said;
  std::string text;
  for (const CheckedCandidate& checked : model.results) {
    const std::string& why = checked.outcome.reason.empty() ? checked.remark : checked.outcome.reason;
    if (why.empty()) continue;
    const std::string line = fmt::format("{} {}: {}, {}", printable(checked.candidate.name),
                                         to_string(checked.candidate.precision),
                                         to_string(checked.outcome.status), printable(why));
    if (std::find(said.begin(), said.end(), line) != said.end()) continue;
    said.push_back(line);
    text += wrapped(line, style.width, "- ");
  }
  return text;
}

}  // namespace

std::string check_text(const CheckedModel& model, const TextStyle& style) {
  Table table;
  table.columns = {{.header = {"runtime"}},
                   {.header = {"asked"}},
                   {.header = {"batch"}, .align = Align::kRight, .rank = 3},
                   {.header = {"status"}},
                   {.header = {"error"}, .align = Align::kRight},
                   {.header = {"bits"}, .align = Align::kRight},
                   {.header = {"reference"}, .rank = 2},
                   {.header = {"ran"}, .rank = 1}};
  for (const CheckedCandidate& checked : model.results) table.rows.push_back(row_of(checked));
  std::string text = painted(printable(model.model), Emphasis::kStrong, style.colour) + "\n";
  text += render(table, style);
  return text + reasons_of(model, style);
}

}  // namespace bakeoff::report
