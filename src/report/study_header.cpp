#include "report/study_header.h"

#include <algorithm>

#include "report/cell_view.h"
#include "report/escape.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

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

}  // namespace

std::vector<HeaderLine> header_lines(const StudyRecord& study) {
  std::vector<HeaderLine> lines;
  const auto add = [&](const std::string& lead, const std::string& text) {
    if (!text.empty()) lines.push_back({lead, text});
  };
  add("machine", machine_line(study.host));
  if (!study.cells.empty()) add("terms", terms_line(study));
  add("harness", harness_line(study.self_cost));
  for (const std::string& warning : study.host.warnings) add("warning", printable(warning));
  return lines;
}

// "2026-11-23T15:40:31Z" as a person writes it.
std::string moment_text(const std::string& started) {
  const bool iso = started.size() >= 16 && started[10] == 'T';
  return iso ? printable(started.substr(0, 10) + " " + started.substr(11, 5) + " UTC") : printable(started);
}

}  // namespace bakeoff::report
