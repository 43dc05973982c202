#include "report/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/units.h"
#include "report/cell_view.h"
#include "report/escape.h"
#include "report/slots.h"

namespace bakeoff::report {
namespace {

std::string quoted(const std::string& text) {
  std::string safe = printable(text);
  if (safe.find_first_of(",\"") == std::string::npos) return safe;
  std::string field = "\"";
  for (const char c : safe) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + "\"";
}

/// Values in the order of the header's columns.
class Row {
 public:
  Row& text(std::string_view value) { return append(quoted(std::string(value))); }
  Row& number(const std::optional<double>& value) {
    return append(value && std::isfinite(*value) ? fmt::format("{}", *value) : std::string());
  }
  template <typename Integer>
  Row& count(Integer value) {
    return append(std::to_string(value));
  }
  Row& flag(const std::optional<bool>& value) {
    return append(!value ? std::string() : *value ? "true" : "false");
  }
  Row& nothing() { return append({}); }
  [[nodiscard]] const std::string& fields() const { return fields_; }

 private:
  Row& append(const std::string& field) {
    if (!first_) fields_ += ',';
    fields_ += field;
    first_ = false;
    return *this;
  }

  std::string fields_;
  bool first_ = true;
};

constexpr std::string_view kCellColumns = "model,platform,device,precision,batch,threads,strict,metric";
constexpr std::string_view kCandidateColumns =
    ",evidence,alpha,epsilon,verdict,reason,candidate,runtime,version,configuration,candidate_precision,"
    "candidate_batch,status,status_reason,winner,survivor,median_ms,median_low_ms,median_high_ms,p90_ms,p99_"
    "ms,"
    "throughput_per_s,samples,units,ratio_to_first,ratio_low,ratio_high,load_ms,first_inference_ms,"
    "memory_load_bytes,memory_compile_bytes,memory_peak_bytes,relative_error,observed_bits,reference,"
    "executed_precision,cores_used\n";
constexpr std::string_view kSampleColumns =
    ",candidate,try,attempt,epoch,epoch_complete,round,void,disturbance,slot_begin_ns,inference,timed,"
    "duration_ns\n";

void add_cell(const Cell& cell, Row& row) {
  row.text(cell.model).text(cell.platform).text(cell.device).text(to_string(cell.precision));
  row.count(cell.batch).count(cell.threads).flag(cell.strict).text(to_string(cell.metric));
}

void add_memory(const std::optional<WorkerFacts>& facts, Row& row) {
  for (Bytes MemoryUse::*const use : {&MemoryUse::load, &MemoryUse::compile, &MemoryUse::peak}) {
    if (facts && (facts->memory.*use).count > 0) {
      row.count((facts->memory.*use).count);
    } else {
      row.nothing();
    }
  }
}

void add_figures(const CandidateResult& figures, const std::optional<PairResult>& gap, Row& row) {
  row.number(figures.latency_ms).number(figures.latency_interval_ms.low);
  row.number(figures.latency_interval_ms.high).number(figures.p90_ms).number(figures.p99_ms);
  row.number(figures.throughput_per_s).count(figures.samples).count(figures.units);
  row.number(gap ? std::optional(gap->ratio) : std::nullopt);
  row.number(gap ? gap->interval.low : std::nullopt).number(gap ? gap->interval.high : std::nullopt);
  const auto& facts = figures.facts;
  row.number(facts ? std::optional(to_milliseconds(facts->load)) : std::nullopt);
  row.number(facts ? std::optional(to_milliseconds(facts->first_inference)) : std::nullopt);
  add_memory(facts, row);
  row.number(figures.relative_error).number(figures.observed_bits).text(figures.reference);
  row.text(facts ? facts->executed_precision.value_or("") : "").number(figures.cores_used);
}

std::string candidate_row(const CellView& cell, const Candidate& candidate, const CandidateResult& figures,
                          const std::optional<PairResult>& gap, std::optional<bool> winner) {
  const Rules& rules = cell.record().rules;
  Row row;
  add_cell(cell.record().cell, row);
  row.text(to_string(rules.evidence)).number(rules.alpha).number(rules.epsilon);
  row.text(to_string(cell.result().verdict)).text(reason_of(cell));
  row.text(candidate.name).text(candidate.runtime).text(candidate.version).text(candidate.configuration);
  row.text(to_string(candidate.precision)).count(candidate.batch);
  row.text(to_string(figures.outcome.status)).text(figures.outcome.reason);
  row.flag(winner).flag(figures.survivor);
  add_figures(figures, gap, row);
  return row.fields() + "\n";
}

std::string candidate_rows(const CellView& cell) {
  std::string rows;
  const auto& winners = cell.result().winners;
  const auto first = cell.first();
  for (CandidateIndex i = 0; i < cell.record().candidates.size(); ++i) {
    const bool wins = std::find(winners.begin(), winners.end(), i) != winners.end();
    const auto gap = first && *first != i ? cell.gap(*first, i) : std::nullopt;
    rows += candidate_row(cell, cell.record().candidates[i], cell.figures(i), gap, wins);
  }
  for (const AbsentCandidate& absent : cell.record().absent) {
    CandidateResult figures;
    figures.outcome = absent.outcome;
    rows += candidate_row(cell, absent.candidate, figures, std::nullopt, false);
  }
  return rows;
}

std::string sample_rows(const CellView& cell) {
  Row cell_fields;
  add_cell(cell.record().cell, cell_fields);
  std::string rows;
  for (const SlotView& view : slots_of(cell.record())) {
    Row slot;
    slot.text(cell.name(view.slot->candidate)).count(view.try_number).count(view.attempt).count(view.epoch);
    slot.flag(view.epoch_complete).count(view.slot->round);
    slot.flag(view.disturbance ? std::optional(view.is_void) : std::nullopt);
    slot.text(view.disturbance ? to_string(*view.disturbance) : "").count(view.slot->begin.count());
    const std::string begin = cell_fields.fields() + "," + slot.fields();
    fmt::format_to(std::back_inserter(rows), "{},0,false,{}\n", begin, view.slot->untimed.count());
    std::size_t inference = 0;
    for (const std::uint64_t duration : view.slot->durations_ns) {
      fmt::format_to(std::back_inserter(rows), "{},{},true,{}\n", begin, ++inference, duration);
    }
  }
  return rows;
}

}  // namespace

std::string study_csv(const Told& told, Samples samples) {
  const bool raw = samples == Samples::kInclude;
  std::string text = std::string(kCellColumns) + std::string(raw ? kSampleColumns : kCandidateColumns);
  for (const CellView& cell : cells_of(told)) text += raw ? sample_rows(cell) : candidate_rows(cell);
  return text;
}

}  // namespace bakeoff::report
