#include "report/cell_table.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/escape.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

using Figure = std::optional<double>;

using Texts = std::vector<std::string>;

bool is_known(const Figure& figure) {
  return figure && std::isfinite(*figure);
}

// Decimals that tell the smallest of the figures well enough to see a gap of 1 %.
int common_decimals(const std::vector<Figure>& figures) {
  double smallest = std::numeric_limits<double>::infinity();
  for (const Figure& figure : figures) {
    if (is_known(figure) && *figure > 0) smallest = std::min(smallest, *figure);
  }
  return decimals_for(smallest);
}

// Unknown figures stay blank.
Texts texts_of(const std::vector<Figure>& figures, int decimals) {
  Texts texts;
  for (const Figure& figure : figures) {
    texts.push_back(is_known(figure) ? fixed(*figure, decimals) : std::string());
  }
  return texts;
}

// Each in three digits of its own: for figures that nobody subtracts from one another.
Texts in_three_digits(const std::vector<Figure>& figures) {
  Texts texts;
  for (const Figure& figure : figures) {
    texts.push_back(is_known(figure) ? three_digits(*figure) : std::string());
  }
  return texts;
}

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

// A column with its entries, one for each row.
struct Filled {
  Column column;
  Texts entries;
};

Filled number(std::string title, std::string unit, int rank, Texts entries) {
  return {{{std::move(title), std::move(unit)}, Align::kRight, rank, 0}, std::move(entries)};
}

Table assembled(std::vector<Filled> filled, std::size_t rows) {
  Table table;
  table.rows.resize(rows);
  for (Filled& from : filled) {
    table.columns.push_back(std::move(from.column));
    for (std::size_t row = 0; row < rows; ++row) table.rows[row].push_back(std::move(from.entries[row]));
  }
  return table;
}

}  // namespace

std::vector<CandidateIndex> timed_candidates(const CellView& cell) {
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

std::vector<CandidateIndex> all_candidates(const CellView& cell) {
  std::vector<CandidateIndex> all = timed_candidates(cell);
  for (CandidateIndex i = 0; i < cell.record().candidates.size(); ++i) {
    if (std::find(all.begin(), all.end(), i) == all.end()) all.push_back(i);
  }
  return all;
}

Table cell_table(const CellView& cell) {
  const std::vector<CandidateIndex> rows = timed_candidates(cell);
  const auto figures = [&](const auto& get) { return collect(cell, rows, get); };
  const auto latencies = figures([](const CandidateResult& f) { return f.latency_ms; });
  const auto throughputs = figures([](const CandidateResult& f) { return f.throughput_per_s; });
  const int decimals = common_decimals(latencies);
  Texts names;
  Texts gaps;
  Texts intervals;
  for (const CandidateIndex row : rows) {
    names.push_back(cell.name(row));
    gaps.push_back(gap_to_first(cell, row));
    const Interval& interval = cell.figures(row).latency_interval_ms;
    const bool bounded = is_known(interval.low) && is_known(interval.high);
    intervals.push_back(bounded ? fixed(*interval.low, decimals) + "–" + fixed(*interval.high, decimals)
                                : std::string());
  }

  constexpr int kLongestName = 32;
  Filled name{{{"", ""}, Align::kLeft, 0, kLongestName}, names};
  Filled gap = number("gap", "%", 1, gaps);
  Filled interval = number("interval", "ms", 2, intervals);
  Filled memory = number("memory", "MB", 3, in_three_digits(figures(memory_megabytes)));
  Filled cores =
      number("cores", "used", 4, texts_of(figures([](const CandidateResult& f) { return f.cores_used; }), 2));
  Filled load = number("load", "ms", 6, in_three_digits(figures(load_ms)));
  Filled first = number("first", "ms", 7, in_three_digits(figures(first_inference_ms)));
  Filled bits = number("agree", "bits", 8,
                       texts_of(figures([](const CandidateResult& f) { return f.observed_bits; }), 1));
  if (cell.record().cell.metric == Metric::kThroughput) {
    Filled items = number("items", "/s", 0, texts_of(throughputs, common_decimals(throughputs)));
    Filled median = number("median", "ms", 2, texts_of(latencies, decimals));
    interval.column.rank = 5;
    return assembled({name, items, gap, median, interval, memory, cores, load, first, bits}, rows.size());
  }
  Filled median = number("median", "ms", 0, texts_of(latencies, decimals));
  Filled items = number("items", "/s", 5, in_three_digits(throughputs));
  return assembled({name, median, gap, interval, items, memory, cores, load, first, bits}, rows.size());
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
