#include <algorithm>
#include <cmath>
#include <map>

#include "report/cell_figures.h"
#include "report/cell_table.h"
#include "report/figure/dots.h"
#include "report/figure_data.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

constexpr std::size_t kCellsAFigure = 5;

bool by_latency(const CellView& cell) {
  return cell.record().cell.metric == Metric::kLatency;
}

std::optional<double> merit(const CellView& cell, CandidateIndex candidate) {
  const CandidateResult& figures = cell.figures(candidate);
  return by_latency(cell) ? figures.latency_ms : figures.throughput_per_s;
}

// What tells the cells of one model apart: "batch 8 · 2 threads · fp32".
std::string short_title(const CellView& cell) {
  const std::string title = cell.title();
  const std::string model_and_dot = cell.model() + " · ";
  return title.starts_with(model_and_dot) ? title.substr(model_and_dot.size()) : title;
}

DotsFigure frame(const CellView& cell, const std::string& title) {
  DotsFigure data;
  const bool latency = by_latency(cell);
  data.name = latency ? "latency" : "throughput";
  data.title = title;
  data.note = "median over " + cell.unit() + "s" + (latency ? "; line: its interval" : "");
  data.axis = latency ? "ms an inference (less is better)" : "items/s (more is better)";
  return data;
}

// What a reader of overlapping intervals has to know.
std::string of_pairs(const CellView& cell) {
  return "; pairs within each " + cell.unit() + " decide" +
         (by_latency(cell) ? ", so intervals may overlap" : "");
}

// The cells are of one model and metric.
std::vector<Figure> figures_of_one(const std::vector<CellView>& cells) {
  std::vector<DotPanel> panels;
  std::vector<double> all;
  for (const CellView& cell : cells) {
    DotPanel panel = merit_panel(cell);
    if (panel.rows.empty()) continue;
    panel.title = short_title(cell);
    for (const DotRow& row : panel.rows) {
      for (const auto& value : {row.value, row.interval.low, row.interval.high}) {
        if (value) all.push_back(*value);
      }
    }
    panels.push_back(std::move(panel));
  }
  if (panels.size() < 2) return {};
  const bool compared =
      std::any_of(panels.begin(), panels.end(), [](const DotPanel& panel) { return panel.rows.size() > 1; });
  std::vector<Figure> figures;
  for (std::size_t from = 0; from < panels.size(); from += kCellsAFigure) {
    DotsFigure data = frame(cells.front(), cells.front().model());
    if (compared) data.note += of_pairs(cells.front());
    data.also_span = all;
    const std::size_t until = std::min(panels.size(), from + kCellsAFigure);
    data.panels.assign(panels.begin() + static_cast<std::ptrdiff_t>(from),
                       panels.begin() + static_cast<std::ptrdiff_t>(until));
    figures.push_back(dots_figure(data));
  }
  return figures;
}

}  // namespace

DotPanel merit_panel(const CellView& cell) {
  DotPanel panel;
  const std::vector<CandidateIndex> timed = timed_candidates(cell);
  double smallest = HUGE_VAL;
  for (const CandidateIndex i : timed) {
    if (const auto value = merit(cell, i); value && *value > 0) smallest = std::min(smallest, *value);
  }
  const int decimals = decimals_for(smallest);
  for (const CandidateIndex i : timed) {
    const auto value = merit(cell, i);
    DotRow row{cell.name(i), cell.hue(i), stand_of(cell, i), value, {}, {}};
    if (value) row.told = fixed(*value, decimals);
    if (by_latency(cell)) row.interval = cell.figures(i).latency_interval_ms;
    panel.rows.push_back(std::move(row));
  }
  return panel;
}

std::optional<Figure> merit_figure(const CellView& cell) {
  DotsFigure data = frame(cell, by_latency(cell) ? "Latency" : "Throughput");
  data.panels.push_back(merit_panel(cell));
  if (data.panels.front().rows.empty()) return std::nullopt;
  if (data.panels.front().rows.size() > 1) data.note += of_pairs(cell);
  return dots_figure(data);
}

std::vector<Figure> model_figures(const std::vector<CellView>& cells) {
  using Key = std::pair<std::string, Metric>;
  std::vector<std::pair<Key, std::vector<CellView>>> groups;  // in the order in which the models come
  std::map<Key, std::size_t> places;
  for (const CellView& cell : cells) {
    const Key key{cell.record().cell.model, cell.record().cell.metric};
    const auto [place, is_new] = places.try_emplace(key, groups.size());
    if (is_new) groups.push_back({key, {}});
    groups[place->second].second.push_back(cell);
  }
  std::vector<Figure> figures;
  for (const auto& [key, group] : groups) {
    for (Figure& figure : figures_of_one(group)) figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace bakeoff::report
