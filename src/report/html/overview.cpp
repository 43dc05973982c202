#include <algorithm>

#include "report/cell_figures.h"
#include "report/escape.h"
#include "report/html/sections.h"
#include "report/number.h"
#include "report/verdict.h"

namespace bakeoff::report {
namespace {

constexpr std::size_t kReadAtOnce = 8;  // of more cells one wants to see some

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
  const auto lead = cell.lead();
  return lead ? lead_text(cell, *lead, LeadInterval::kShown) : std::string();
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

// One column of the overview. The cells' terms come last, and only those that differ: a narrow screen shows
// the verdicts.
struct OverviewColumn {
  std::string_view title;
  std::string_view look;
  std::string (*entry)(const CellView&);
  bool may_go;  // where it is the same for all
};

std::string batch_of(const CellView& cell) {
  return std::to_string(cell.record().cell.batch);
}
std::string threads_of(const CellView& cell) {
  return std::to_string(cell.record().cell.threads);
}
std::string metric_of(const CellView& cell) {
  return std::string(to_string(cell.record().cell.metric));
}
std::string precision_of(const CellView& cell) {
  return terms_of(cell.record().cell);
}
std::string word_of_verdict(const CellView& cell) {
  return verdict_text(cell, {}).word;
}

constexpr OverviewColumn kColumns[] = {{"batch", "number", batch_of, true},
                                       {"verdict", "verdict", word_of_verdict, false},
                                       {"who", "text", who, false},
                                       {"its median", "number", merit_of, false},
                                       {"gap", "text", gap_of, false},
                                       {"precision", "text", precision_of, true},
                                       {"threads", "number", threads_of, true},
                                       {"metric", "text", metric_of, true}};

std::vector<OverviewColumn> columns_for(const std::vector<CellView>& cells) {
  std::vector<OverviewColumn> columns;
  for (const OverviewColumn& column : kColumns) {
    const bool same = std::all_of(cells.begin(), cells.end(), [&](const CellView& cell) {
      return column.entry(cell) == column.entry(cells.front());
    });
    if (!column.may_go || !same) columns.push_back(column);
  }
  return columns;
}

void add_row(const CellView& cell, const std::vector<OverviewColumn>& columns, const std::string& anchor,
             Markup& page) {
  page.open("tr").open("th", {{"scope", "row"}});
  page.element("a", cell.model(), {{"href", "#" + anchor}}).close();
  for (const OverviewColumn& column : columns) {
    const std::string entry = column.entry(cell);
    const bool is_verdict = column.look == "verdict";
    page.element("td", entry,
                 {{"class", is_verdict ? "verdict " + verdict_class(entry) : std::string(column.look)},
                  {"data-label", column.title}});
  }
  page.close();
}

std::string tally_of(const std::vector<CellView>& cells) {
  std::vector<std::pair<std::string, std::size_t>> counts = {
      {"WINNER", 0}, {"TIE", 0}, {"UNRESOLVED", 0}, {"NONE", 0}, {"NOT RUN", 0}};
  for (const CellView& cell : cells) {
    const std::string word = word_of_verdict(cell);
    for (auto& [known, count] : counts) count += known == word ? 1U : 0U;
  }
  std::string text = counted(cells.size(), "cell") + ": ";
  std::vector<std::string> parts;
  for (const auto& [word, count] : counts) {
    if (count > 0) parts.push_back(std::to_string(count) + " " + word);
  }
  return text + joined(parts) + ".";
}

// Shown by the script, which does what it promises.
void add_filter(const std::string& id, Markup& page) {
  page.open("p", {{"class", "filter"}}).open("label").text("Show only cells with ");
  page.leaf("input", {{"type", "search"}, {"id", id}, {"placeholder", "resnet 8 winner"}}).close().text(" ");
  page.element("span", "", {{"id", id + "-count"}, {"aria-live", "polite"}, {"class", "quiet"}}).close();
}

}  // namespace

void add_overview(const std::vector<CellView>& cells, std::size_t study, Markup& page) {
  const std::string filter = "filter-" + std::to_string(study);
  const std::vector<OverviewColumn> columns = columns_for(cells);
  page.element("h2", "Verdicts").element("p", tally_of(cells), {{"class", "lead"}});
  if (cells.size() > kReadAtOnce) add_filter(filter, page);
  page.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", "Verdicts"}});
  page.open("table", {{"class", "overview"}, {"data-filter", filter}}).open("thead").open("tr");
  page.element("th", "model", {{"scope", "col"}});
  for (const OverviewColumn& column : columns) {
    page.element("th", column.title,
                 {{"scope", "col"}, {"class", column.look == "number" ? "number" : "text"}});
  }
  page.close().close().open("tbody");
  for (std::size_t i = 0; i < cells.size(); ++i) add_row(cells[i], columns, cell_anchor(study, i), page);
  page.close().close().close();
}

void add_models(const std::vector<CellView>& cells, Markup& page) {
  const std::vector<Figure> figures = model_figures(cells);
  if (figures.empty()) return;
  page.element("h2", "Models at a glance");
  add_figures(figures, page);
}

}  // namespace bakeoff::report
