#include "report/cell_view.h"

#include <algorithm>
#include <map>

#include "base/units.h"
#include "report/escape.h"
#include "report/model_names.h"
#include "report/number.h"
#include "study/request.h"

namespace bakeoff::report {

bool CellView::was_run() const {
  return !record_->tries.empty() || record_->candidates.empty();
}

const CandidateResult& CellView::figures(CandidateIndex candidate) const {
  static const CandidateResult kNotRun = [] {
    CandidateResult result;
    result.outcome = {Status::kTimedOut, "not run: the study ended before this cell"};
    return result;
  }();
  const bool known = was_run() && candidate < result_->candidates.size();
  return known ? result_->candidates[candidate] : kNotRun;
}

std::string CellView::model() const {
  return printable(shared_.model);
}

std::size_t CellView::hue(CandidateIndex candidate) const {
  return candidate < shared_.hues.size() ? shared_.hues[candidate] : candidate;
}

std::string CellView::name(CandidateIndex candidate) const {
  return candidate < record_->candidates.size() ? printable(record_->candidates[candidate].name)
                                                : "candidate " + std::to_string(candidate);
}

std::string CellView::names(const std::vector<CandidateIndex>& candidates) const {
  std::vector<std::string> words;
  words.reserve(candidates.size());
  for (const CandidateIndex candidate : candidates) words.push_back(name(candidate));
  return joined(words);
}

Nanoseconds CellView::time_spent() const {
  Nanoseconds spent{0};
  if (!record_->tries.empty()) {
    for (const Event& event : record_->tries.back()) {
      if (const auto* const stopped = std::get_if<RaceStopped>(&event)) spent += stopped->elapsed;
    }
  }
  if (spent == Nanoseconds(0) && result_->stopped) return result_->stopped->elapsed;
  return spent;
}

std::vector<CandidateIndex> CellView::ruled_out() const {
  std::vector<CandidateIndex> out;
  for (CandidateIndex i = 0; i < result_->candidates.size(); ++i) {
    const CandidateResult& figures = result_->candidates[i];
    if (figures.outcome.status == Status::kMeasured && !figures.survivor) out.push_back(i);
  }
  return out;
}

std::vector<CandidateIndex> CellView::lost_in_race() const {
  std::vector<CandidateIndex> lost;
  for (CandidateIndex i = 0; i < result_->candidates.size(); ++i) {
    const CandidateResult& figures = result_->candidates[i];
    const bool began = figures.units > 0 || figures.left_after_unit.has_value();
    if (figures.outcome.status != Status::kMeasured && began) lost.push_back(i);
  }
  return lost;
}

std::optional<CandidateIndex> CellView::first() const {
  if (result_->verdict == Verdict::kWinner && !result_->winners.empty()) return result_->winners.front();
  return result_->leader;
}

std::optional<PairResult> CellView::gap(CandidateIndex ahead, CandidateIndex behind) const {
  for (const PairResult& pair : result_->pairs) {
    if (pair.faster == ahead && pair.slower == behind) return pair;
    if (pair.faster == behind && pair.slower == ahead) return turned(pair);
  }
  return std::nullopt;
}

std::optional<PairResult> CellView::lead() const {
  const auto ahead = first();
  return ahead && result_->runner_up ? gap(*ahead, *result_->runner_up) : std::nullopt;
}

std::string CellView::unit() const {
  return record_->rules.evidence == Evidence::kProcess ? "epoch" : "round";
}

std::string CellView::title() const {
  const Cell& cell = record_->cell;
  const Cell usual;
  std::string text = model();
  const auto add = [&](const std::string& part) { text += " · " + part; };
  if (cell.platform != usual.platform) add(printable(cell.platform));
  if (cell.device != usual.device) add(printable(cell.device));
  add(std::string(to_string(cell.precision)) + (cell.strict ? " strict" : ""));
  add("batch " + std::to_string(cell.batch));
  add(counted(static_cast<std::uint64_t>(std::max(cell.threads, 0)), "thread"));
  add(std::string(to_string(cell.metric)));
  return text;
}

std::vector<CellView> cells_of(const Told& told) {
  static const CellResult kNothing;
  std::vector<std::string> models;
  for (const CellRecord& cell : told.study.cells) models.push_back(cell.cell.model);
  const std::map<std::string, std::string> names = short_names(models);
  std::map<std::string, std::size_t> hues;
  std::vector<CellView> cells;
  for (std::size_t i = 0; i < told.study.cells.size(); ++i) {
    const CellRecord& cell = told.study.cells[i];
    CellView::Shared shared{names.at(cell.cell.model), {}};
    for (const Candidate& candidate : cell.candidates) {
      shared.hues.push_back(hues.try_emplace(candidate.name, hues.size()).first->second);
    }
    cells.emplace_back(cell, i < told.results.size() ? told.results[i] : kNothing,
                       i < told.placebos.size() ? told.placebos[i] : std::nullopt, std::move(shared));
  }
  return cells;
}

std::string lead_text(const CellView& cell, const PairResult& gap, LeadInterval interval) {
  const PairResult seen = gap.ratio < 1 ? turned(gap) : gap;
  std::string text = gap_text(seen.ratio, seen.interval);
  const std::string sides = gap_interval_text(seen.ratio, seen.interval);
  if (interval == LeadInterval::kShown && !sides.empty()) text += " (" + sides + ")";
  return text + (gap.ratio < 1 ? " behind " : " ahead of ") + cell.name(gap.slower);
}

std::string repeat_command(const CellView& cell) {
  const CellRecord& record = cell.record();
  return record.command.empty()
             ? study::command_for(record.cell, record.rules, record.candidates, record.absent)
             : record.command;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string lost_text(const CellView& cell) {
  std::vector<std::string> faults;
  for (const CandidateIndex i : cell.lost_in_race()) {
    faults.push_back(cell.name(i) + " " + std::string(to_string(cell.figures(i).outcome.status)));
  }
  return joined(faults);
}

std::vector<std::string> reasons_of(const CellView& cell) {
  if (!cell.was_run()) return {"not run"};
  if (cell.record().candidates.empty()) return {"no candidate could take part"};
  std::vector<std::string> reasons;
  for (const std::string& part : split_list(cell.result().reason, ';')) {
    if (!part.ends_with("left by a fault")) {
      reasons.push_back(printable(part));
      continue;
    }
    reasons.push_back(lost_text(cell));
  }
  return reasons;
}

std::string reason_of(const CellView& cell) {
  std::string text;
  for (const std::string& reason : reasons_of(cell)) text += (text.empty() ? "" : ", ") + reason;
  return text;
}

}  // namespace bakeoff::report
