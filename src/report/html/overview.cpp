#include <algorithm>

#include "report/cell_figures.h"
#include "report/escape.h"
#include "report/figure_data.h"
#include "report/html/sections.h"
#include "report/number.h"
#include "report/verdict.h"

namespace bakeoff::report {
namespace {

std::string terms_of(const Cell& cell) {
  const Cell usual;
  std::string text = std::string(to_string(cell.precision)) + (cell.strict ? " strict" : "");
  if (cell.device != usual.device) text += " " + cell.device;
  if (cell.platform != usual.platform) text += " " + cell.platform;
  return text;
}

// Who: the winner, those that tie, or who leads so far.
std::string who(const CellView& cell) {
  const CellResult& result = cell.result();
  if (!result.winners.empty()) return cell.names(result.winners);
  return result.leader ? cell.name(*result.leader) + " leads" : std::string();
}

std::string gap_of(const CellView& cell) {
  const auto first = cell.first();
  const auto rival = cell.result().runner_up;
  const auto gap = first && rival ? cell.gap(*first, *rival) : std::nullopt;
  if (!gap) return {};
  return gap_text(gap->ratio, gap->interval) + " ahead of " + cell.name(*rival);
}

std::string merit_of(const CellView& cell) {
  const auto& winners = cell.result().winners;
  const auto first = cell.first()      ? cell.first()
                     : winners.empty() ? std::optional<CandidateIndex>()
                                       : std::optional<CandidateIndex>(winners.front());
  if (!first) return {};
  const CandidateResult& figures = cell.figures(*first);
  const bool latency = cell.record().cell.metric == Metric::kLatency;
  const auto& value = latency ? figures.latency_ms : figures.throughput_per_s;
  return value ? three_digits(*value) + (latency ? " ms" : " /s") : std::string();
}

void add_row(const CellView& cell, const std::string& file, const std::string& anchor, Markup& page) {
  const std::string word = verdict_text(cell, file).word;
  const Cell& asked = cell.record().cell;
  page.open("tr").open("th", {{"scope", "row"}});
  page.element("a", printable_model(cell), {{"href", "#" + anchor}}).close();
  page.element("td", terms_of(asked));
  page.element("td", std::to_string(asked.batch), {{"class", "number"}});
  page.element("td", std::to_string(asked.threads), {{"class", "number"}});
  page.element("td", to_string(asked.metric));
  page.open("td").element("span", word, {{"class", "verdict " + verdict_class(word)}}).close();
  page.element("td", who(cell), {{"class", "text"}});
  page.element("td", merit_of(cell), {{"class", "number"}});
  page.element("td", gap_of(cell), {{"class", "text"}});
  page.close();
}

std::string tally_of(const std::vector<CellView>& cells, const std::string& file) {
  std::vector<std::pair<std::string, std::size_t>> counts = {
      {"WINNER", 0}, {"TIE", 0}, {"UNRESOLVED", 0}, {"NONE", 0}, {"NOT RUN", 0}};
  for (const CellView& cell : cells) {
    const std::string word = verdict_text(cell, file).word;
    for (auto& [known, count] : counts) count += known == word ? 1U : 0U;
  }
  std::string text = counted(cells.size(), "cell") + ": ";
  std::vector<std::string> parts;
  for (const auto& [word, count] : counts) {
    if (count > 0) parts.push_back(std::to_string(count) + " " + word);
  }
  return text + joined(parts) + ".";
}

}  // namespace

void add_overview(const std::vector<CellView>& cells, const std::string& file, std::size_t study,
                  Markup& page) {
  const std::string filter = "filter-" + std::to_string(study);
  page.element("h2", "Verdicts").element("p", tally_of(cells, file), {{"class", "lead"}});
  page.open("p", {{"class", "filter"}});
  page.open("label").text("Show only cells with ");
  page.leaf("input", {{"type", "search"}, {"id", filter}, {"placeholder", "resnet 8 winner"}}).close();
  page.element("span", "", {{"id", filter + "-count"}, {"aria-live", "polite"}, {"class", "quiet"}}).close();
  page.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", "Verdicts"}});
  page.open("table", {{"class", "overview"}, {"data-filter", filter}}).open("thead").open("tr");
  for (const std::string_view title : {"model", "precision"}) page.element("th", title, {{"scope", "col"}});
  for (const std::string_view title : {"batch", "threads"}) {
    page.element("th", title, {{"scope", "col"}, {"class", "number"}});
  }
  for (const std::string_view title : {"metric", "verdict", "who"})
    page.element("th", title, {{"scope", "col"}});
  page.element("th", "its median", {{"scope", "col"}, {"class", "number"}});
  page.element("th", "gap", {{"scope", "col"}}).close().close().open("tbody");
  for (std::size_t i = 0; i < cells.size(); ++i) add_row(cells[i], file, cell_anchor(study, i), page);
  page.close().close().close();
}

void add_models(const std::vector<CellView>& cells, Markup& page) {
  const std::vector<Figure> figures = model_figures(cells);
  if (figures.empty()) return;
  page.element("h2", "Models at a glance");
  add_figures(figures, page);
}

}  // namespace bakeoff::report
