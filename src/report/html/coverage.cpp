#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "judge/stats/percentile.h"
#include "report/cell_table.h"
#include "report/escape.h"
#include "report/html/sections.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

std::string known(const std::optional<double>& value, int decimals) {
  return value && std::isfinite(*value) ? fixed(*value, decimals) : std::string();
}

constexpr std::string_view kTooFewSamples = "–";

// Blank where nothing was timed.
std::string percentile_text(const CandidateResult& figures, const std::optional<double>& ms) {
  if (!ms) return figures.samples > 0 ? std::string(kTooFewSamples) : std::string();
  return known(ms, decimals_for(*ms));
}

std::string caption_of(const Table& table) {
  std::string caption = "Every candidate that was asked for, and how it ended";
  const bool short_of_samples = std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) {
    return std::find(row.begin(), row.end(), kTooFewSamples) != row.end();
  });
  if (!short_of_samples) return caption;
  return caption + fmt::format(". {}: fewer samples than a percentile needs ({} for p90, {} for p99)",
                               kTooFewSamples, judge::samples_needed(0.90), judge::samples_needed(0.99));
}

std::string error_text(double error) {
  return error == 0 ? "0" : fmt::format("{:.1e}", error);
}

std::string configuration_of(const Candidate& candidate) {
  std::string options;
  for (const auto& [name, value] : candidate.options) {
    options += std::string(options.empty() ? "" : ", ") + name + "=" + value;
  }
  return candidate.configuration + (options.empty() ? "" : " (" + options + ")");
}

// Why it ended as it did, in words; for the measured, which place they have.
std::string ending_of(const CellView& cell, const CandidateResult& figures) {
  if (!figures.outcome.reason.empty()) return figures.outcome.reason;
  if (figures.outcome.status != Status::kMeasured) return {};
  if (figures.left_after_unit) return "ruled out after " + counted(*figures.left_after_unit, cell.unit());
  return figures.survivor ? "in the race to the end" : "";
}

// "openvino 2026.4.1; configuration default; layout NCHW; ...": which binary with which options, and what it
// told of itself.
std::string identity_of(const Candidate& candidate, const CandidateResult& figures) {
  std::string text =
      candidate.runtime + " " + candidate.version + "; configuration " + configuration_of(candidate);
  if (figures.facts) {
    for (const auto& [name, value] : figures.facts->notes) text += "; " + name + " " + value;
  }
  return candidate.library_sha256.empty() ? text : text + "; library SHA-256 " + candidate.library_sha256;
}

std::vector<std::string> row_of(const CellView& cell, const Candidate& candidate,
                                const CandidateResult& figures) {
  const bool compared = figures.relative_error.has_value() && std::isfinite(*figures.relative_error);
  return {candidate.name,
          std::string(to_string(figures.outcome.status)),
          ending_of(cell, figures),
          compared ? error_text(*figures.relative_error) : std::string(),
          known(figures.observed_bits, 1),
          compared ? figures.reference : std::string(),
          figures.facts ? figures.facts->executed_precision.value_or("") : "",
          figures.samples > 0 ? std::to_string(figures.samples) : std::string(),
          percentile_text(figures, figures.p90_ms),
          percentile_text(figures, figures.p99_ms)};
}

}  // namespace

void add_coverage(const CellView& cell, Markup& page) {
  Table table;
  const auto text = [&](const std::string& title) { table.columns.push_back({{title}, Align::kLeft, 0, 0}); };
  const auto number = [&](const std::string& title, const std::string& unit) {
    table.columns.push_back({{title, unit}, Align::kRight, 0, 0});
  };
  text("candidate");
  text("status");
  text("why");
  number("error", "relative");
  number("agree", "bits");
  text("reference");
  text("ran as");
  number("samples", "");
  number("p90", "ms");
  number("p99", "ms");
  const std::vector<CandidateIndex> order = all_candidates(cell);
  for (const CandidateIndex i : order) {
    table.rows.push_back(row_of(cell, cell.record().candidates[i], cell.figures(i)));
  }
  for (const AbsentCandidate& absent : cell.record().absent) {
    CandidateResult figures;
    figures.outcome = absent.outcome;
    table.rows.push_back(row_of(cell, absent.candidate, figures));
  }
  add_table(table, caption_of(table), page);
  page.open("details", {{"class", "more"}}).element("summary", "What exactly ran");
  page.open("dl", {{"class", "facts"}});
  page.element("dt", "model").element("dd", cell.record().cell.model);
  for (const CandidateIndex i : order) {
    page.element("dt", cell.name(i)).element("dd", identity_of(cell.record().candidates[i], cell.figures(i)));
  }
  page.close().close();
}

}  // namespace bakeoff::report
