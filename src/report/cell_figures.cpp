#include "report/cell_figures.h"

#include <algorithm>
#include <cmath>

#include "base/units.h"
#include "report/cell_table.h"
#include "report/figure/bars.h"
#include "report/figure_data.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

// A fact that is zero was not measured.
void add_bar(BarBlock& block, const CellView& cell, CandidateIndex candidate, double value) {
  if (value > 0)
    block.rows.push_back({cell.name(candidate), cell.hue(candidate), value, three_digits(value)});
}

}  // namespace

Stand stand_of(const CellView& cell, CandidateIndex candidate) {
  const auto& winners = cell.result().winners;
  const CandidateResult& figures = cell.figures(candidate);
  if (std::find(winners.begin(), winners.end(), candidate) != winners.end()) return Stand::kFirst;
  if (figures.outcome.status != Status::kMeasured) return Stand::kFault;
  return figures.survivor ? Stand::kRacing : Stand::kOut;
}

std::optional<Figure> costs_figure(const CellView& cell) {
  BarBlock memory{"peak memory, MB", {}};
  BarBlock load{"load, ms", {}};
  BarBlock first{"first inference, ms", {}};
  for (const CandidateIndex i : timed_candidates(cell)) {
    const auto& facts = cell.figures(i).facts;
    if (!facts) continue;
    add_bar(memory, cell, i, static_cast<double>(facts->memory.peak.count) / 1e6);
    add_bar(load, cell, i, to_milliseconds(facts->load));
    add_bar(first, cell, i, to_milliseconds(facts->first_inference));
  }
  BarsFigure data{"costs", "What it costs", "most memory; medians of times over its processes", {}};
  for (BarBlock* const block : {&memory, &load, &first}) {
    if (!block->rows.empty()) data.blocks.push_back(std::move(*block));
  }
  if (data.blocks.empty()) return std::nullopt;
  return bars_figure(data);
}

std::optional<Figure> agreement_figure(const CellView& cell) {
  constexpr double kMostBits = 24;  // of a float's mantissa: exact agreement has no more to show
  DotsFigure data;
  data.name = "agreement";
  data.title = "Agreement of the outputs";
  data.note = "-log2 of the relative error; lines: bits of a mantissa";
  data.axis = "bits (more is better)";
  data.guides = {{7, "bf16", Anchor::kEnd}, {10, "fp16", Anchor::kStart}, {23, "fp32", Anchor::kMiddle}};
  data.also_span = {0, kMostBits};
  DotPanel panel;
  for (const CandidateIndex i : all_candidates(cell)) {
    const CandidateResult& figures = cell.figures(i);
    if (!figures.relative_error || !std::isfinite(*figures.relative_error)) continue;
    const double bits = figures.observed_bits.value_or(kMostBits);
    const Stand stand = figures.outcome.status == Status::kWrongResult ? Stand::kFault : Stand::kRacing;
    panel.rows.push_back(
        {cell.name(i), cell.hue(i), stand, std::clamp(bits, 0.0, kMostBits), {}, fixed(bits, 1)});
  }
  if (panel.rows.empty()) return std::nullopt;
  data.panels.push_back(std::move(panel));
  return dots_figure(data);
}

std::vector<Figure> cell_figures(const CellView& cell) {
  std::vector<Figure> figures;
  for (const auto make : {merit_figure, race_figure_of, samples_figure_of, costs_figure, agreement_figure}) {
    if (auto figure = make(cell)) figures.push_back(std::move(*figure));
  }
  return figures;
}

}  // namespace bakeoff::report
