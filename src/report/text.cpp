#include "report/text.h"

#include <algorithm>
#include <set>

#include "report/cell_table.h"
#include "report/command_text.h"
#include "report/escape.h"
#include "report/number.h"
#include "report/remarks.h"
#include "report/verdict.h"
#include "study/request.h"

namespace bakeoff::report {
namespace {

constexpr std::string_view kMachineLead = "machine  ";
constexpr std::string_view kTermsLead = "terms    ";
constexpr std::string_view kHarnessLead = "harness  ";
constexpr std::string_view kWarningLead = "warning  ";

std::string fact(const HostFacts& host, const std::string& name) {
  const auto found = host.facts.find(name);
  return found == host.facts.end() ? std::string() : printable(found->second);
}

std::string machine_line(const HostFacts& host) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& value, const std::string& before, const std::string& after) {
    if (!value.empty()) parts.push_back(before + value + after);
  };
  add(fact(host, "cpu.model"), "", "");
  const std::string cores = fact(host, "cpu.physical_cores");
  add(cores, "", cores == "1" ? " core" : " cores");
  add(fact(host, "memory.total"), "", " of memory");
  add(fact(host, "system.kernel"), "Linux ", "");
  std::string line;
  for (const std::string& part : parts) line += (line.empty() ? "" : ", ") + part;
  return line;
}

// What all cells have in common; the rest stands in their titles.
std::string terms_line(const StudyRecord& study) {
  const Rules& rules = study.cells.front().rules;
  const bool same = std::all_of(study.cells.begin(), study.cells.end(),
                                [&](const CellRecord& cell) { return cell.rules == rules; });
  if (!same) return {};
  std::string line = "error rate " + chosen_percent(rules.alpha) + ", tie within " +
                     chosen_percent(rules.epsilon) + ", budget " + duration_text(rules.budget) +
                     (study.cells.size() > 1 ? " a cell" : "");
  line += rules.evidence == Evidence::kProcess
              ? ", epochs of " + counted(static_cast<std::uint64_t>(rules.rounds_per_epoch), "round")
              : ", evidence by round";
  return line + ", seed " + std::to_string(rules.seed);
}

std::string harness_line(const SelfCost& cost) {
  std::string line;
  if (cost.null_overhead_ns) line = fixed(*cost.null_overhead_ns, 0) + " ns an inference";
  if (cost.clock_read_ns) {
    line += (line.empty() ? "" : ", of which ") + fixed(*cost.clock_read_ns, 0) + " ns to read the clock";
  }
  return line;
}

// "2026-11-23T15:40:31Z" as a person writes it.
std::string moment(const std::string& started) {
  const bool iso = started.size() >= 16 && started[10] == 'T';
  return iso ? printable(started.substr(0, 10) + " " + started.substr(11, 5) + " UTC") : printable(started);
}

std::string title_lines(const std::string& title, const std::string& word, const TextStyle& style) {
  const Emphasis emphasis = word == "WINNER" || word == "TIE" ? Emphasis::kGood : Emphasis::kWarning;
  const std::string painted_word = painted(word, emphasis, style.colour);
  const int blanks = style.width - display_width(title) - display_width(word);
  std::string text;
  if (blanks >= 2) {
    text = painted(title, Emphasis::kStrong, style.colour) +
           std::string(static_cast<std::size_t>(blanks), ' ') + painted_word + "\n";
  } else {
    text = wrapped(title, style.width) + painted_word + "\n";
  }
  std::string rule;
  for (int i = 0; i < style.width; ++i) rule += "─";
  return text + painted(rule, Emphasis::kQuiet, style.colour) + "\n";
}

std::string unmeasured_lines(const CellView& cell, int width) {
  std::string text;
  for (const Unmeasured& candidate : unmeasured(cell)) {
    std::string sentence = candidate.name + ": " + std::string(to_string(candidate.outcome.status));
    if (!candidate.outcome.reason.empty()) sentence += ", " + candidate.outcome.reason;
    text += wrapped(sentence, width, "- ");
  }
  return text;
}

}  // namespace

std::string header_text(const StudyRecord& study, const TextStyle& style) {
  std::string text = "bakeoff " + printable(study.bakeoff_version) + ", " + moment(study.started) + "\n";
  const auto add = [&](std::string_view lead, const std::string& line) {
    if (!line.empty()) text += wrapped(line, style.width, lead);
  };
  add(kMachineLead, machine_line(study.host));
  if (!study.cells.empty()) add(kTermsLead, terms_line(study));
  add(kHarnessLead, harness_line(study.self_cost));
  for (const std::string& warning : study.host.warnings) add(kWarningLead, printable(warning));
  return text;
}

std::string cell_text(const CellView& cell, const std::string& file, const TextStyle& style) {
  const VerdictText verdict = verdict_text(cell, file);
  std::string text = "\n" + title_lines(cell.title(), verdict.word, style);
  for (const std::string& sentence : verdict.sentences) text += wrapped(sentence, style.width);

  const std::string table = render(cell_table(cell), style);
  if (!table.empty()) text += "\n" + table;

  std::string notes = unmeasured_lines(cell, style.width);
  for (const std::string& remark : remarks_on(cell)) notes += wrapped(remark, style.width, "- ");
  if (!notes.empty()) text += "\n" + notes;

  if (!verdict.next.empty()) {
    text += "\n" + wrapped(verdict.next, style.width) + wrapped_command(verdict.next_command, style.width);
  } else {
    const std::string& kept = cell.record().command;
    text += (cell.was_run() ? "\nTo repeat it:\n" : "\nTo run it:\n") +
            wrapped_command(kept.empty() ? study::command_for(cell.record().cell, cell.record().rules,
                                                              cell.record().candidates)
                                         : kept,
                            style.width);
  }
  return text;
}

std::string closing_text(const std::vector<CellView>& cells, const TextStyle& style) {
  std::string text;
  for (const std::string& sentence : closing_statement(cells)) text += wrapped(sentence, style.width);
  return text.empty() ? text : "\n" + text;
}

std::string study_text(const Told& told, const std::string& file, const TextStyle& style) {
  const std::vector<CellView> cells = cells_of(told);
  std::string text = header_text(told.study, style);
  for (const CellView& cell : cells) text += cell_text(cell, file, style);
  return text + closing_text(cells, style);
}

}  // namespace bakeoff::report
