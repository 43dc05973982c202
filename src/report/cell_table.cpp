#include "report/cell_table.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/escape.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

using Figure = std::optional<double>;

// The figures of one column, told with the decimals that its smallest needs; unknown ones stay blank.
class NumberColumn {
 public:
  explicit NumberColumn(std::vector<Figure> figures) : figures_(std::move(figures)) {
    double smallest = std::numeric_limits<double>::infinity();
    for (const Figure& figure : figures_) {
      if (figure && std::isfinite(*figure) && *figure > 0) smallest = std::min(smallest, *figure);
    }
    decimals_ = decimals_for(smallest);
  }
  explicit NumberColumn(std::vector<Figure> figures, int decimals)
      : figures_(std::move(figures)), decimals_(decimals) {}

  [[nodiscard]] std::string operator[](std::size_t row) const { return text_of(figures_[row]); }
  [[nodiscard]] std::string text_of(const Figure& figure) const {
    return figure && std::isfinite(*figure) ? fixed(*figure, decimals_) : std::string();
  }

 private:
  std::vector<Figure> figures_;
  int decimals_ = 0;
};

// Smaller comes first, whatever the metric.
double sort_key(const CellView& cell, const CandidateResult& figures) {
  constexpr double kLast = std::numeric_limits<double>::infinity();
  if (cell.record().cell.metric == Metric::kLatency) return figures.latency_ms.value_or(kLast);
  return figures.throughput_per_s ? -*figures.throughput_per_s : kLast;
}

int group_of(const CellView& cell, CandidateIndex candidate) {
  if (cell.first() == candidate) return 0;
  const CandidateResult& figures = cell.figures(candidate);
  if (figures.outcome.status != Status::kMeasured) return 3;
  return figures.survivor ? 1 : 2;
}

std::vector<CandidateIndex> timed(const CellView& cell) {
  std::vector<CandidateIndex> rows;
  for (CandidateIndex i = 0; i < cell.result().candidates.size(); ++i) {
    if (cell.figures(i).latency_ms || cell.figures(i).throughput_per_s) rows.push_back(i);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](CandidateIndex a, CandidateIndex b) {
    const int group_a = group_of(cell, a);
    const int group_b = group_of(cell, b);
    if (group_a != group_b) return group_a < group_b;
    return sort_key(cell, cell.figures(a)) < sort_key(cell, cell.figures(b));
  });
  return rows;
}

template <typename Get>
std::vector<Figure> collect(const CellView& cell, const std::vector<CandidateIndex>& rows, const Get& get) {
  std::vector<Figure> figures;
  figures.reserve(rows.size());
  for (const CandidateIndex row : rows) figures.push_back(get(cell.figures(row)));
  return figures;
}

// A fact that is zero was not measured.
Figure positive(double value) {
  return value > 0 ? Figure(value) : std::nullopt;
}

Figure memory_megabytes(const CandidateResult& figures) {
  return figures.facts ? positive(static_cast<double>(figures.facts->memory.peak.count) / 1e6) : std::nullopt;
}

Figure load_ms(const CandidateResult& figures) {
  return figures.facts ? positive(to_milliseconds(figures.facts->load)) : std::nullopt;
}

Figure first_inference_ms(const CandidateResult& figures) {
  return figures.facts ? positive(to_milliseconds(figures.facts->first_inference)) : std::nullopt;
}

std::string gap_to_first(const CellView& cell, CandidateIndex candidate) {
  const auto first = cell.first();
  if (!first || *first == candidate) return {};
  const auto gap = cell.gap(*first, candidate);
  if (!gap) return {};
  const std::string percent = measured_percent(gap->ratio - 1);
  const std::string number = percent.substr(0, percent.find(' '));
  return number.starts_with('-') ? number : "+" + number;
}

Column number(std::string title, std::string unit, int rank) {
  return {{std::move(title), std::move(unit)}, Align::kRight, rank, 0};
}

}  // namespace

Table cell_table(const CellView& cell) {
  const std::vector<CandidateIndex> rows = timed(cell);
  const auto column = [&](const auto& get) { return NumberColumn(collect(cell, rows, get)); };
  const NumberColumn latency = column([](const CandidateResult& f) { return f.latency_ms; });
  const NumberColumn throughput = column([](const CandidateResult& f) { return f.throughput_per_s; });
  const NumberColumn memory(collect(cell, rows, memory_megabytes), 0);
  const NumberColumn load(collect(cell, rows, load_ms), 0);
  const NumberColumn first = column(first_inference_ms);
  const NumberColumn bits(collect(cell, rows, [](const CandidateResult& f) { return f.observed_bits; }), 1);
  const NumberColumn cores(collect(cell, rows, [](const CandidateResult& f) { return f.cores_used; }), 2);

  const bool by_latency = cell.record().cell.metric == Metric::kLatency;
  constexpr int kLongestName = 32;
  Table table;
  table.columns = {{{"", ""}, Align::kLeft, 0, kLongestName},
                   number("median", "ms", by_latency ? 0 : 5),
                   number("items", "/s", by_latency ? 5 : 0),
                   number("gap", "%", 1),
                   number("interval", "ms", by_latency ? 2 : 6),
                   number("memory", "MB", 3),
                   number("cores", "used", 4),
                   number("load", "ms", 7),
                   number("first", "ms", 8),
                   number("agree", "bits", 9)};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const Interval& interval = cell.figures(rows[row]).latency_interval_ms;
    const bool bounded = interval.low && interval.high;
    table.rows.push_back(
        {cell.name(rows[row]), latency[row], throughput[row], gap_to_first(cell, rows[row]),
         bounded ? latency.text_of(interval.low) + "–" + latency.text_of(interval.high) : std::string(),
         memory[row], cores[row], load[row], first[row], bits[row]});
  }
  return table;
}

std::vector<Unmeasured> unmeasured(const CellView& cell) {
  std::vector<Unmeasured> list;
  const auto add = [&](const std::string& name, const Outcome& outcome) {
    list.push_back({name, {outcome.status, printable(outcome.reason)}});
  };
  for (CandidateIndex i = 0; i < cell.record().candidates.size(); ++i) {
    const Outcome& outcome = cell.figures(i).outcome;
    if (outcome.status != Status::kMeasured) add(cell.name(i), outcome);
  }
  for (const AbsentCandidate& absent : cell.record().absent) {
    add(printable(absent.candidate.name), absent.outcome);
  }
  return list;
}

}  // namespace bakeoff::report
