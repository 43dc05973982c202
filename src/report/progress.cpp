#include "report/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/units.h"
#include "report/escape.h"
#include "report/layout.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

struct Part {
  std::string text;
  int rank;  // 0: always shown; of the others the highest goes first
};

constexpr std::string_view kSeparator = " · ";

std::string joined_parts(const std::vector<Part>& parts) {
  std::string line;
  for (const Part& part : parts) {
    if (!line.empty()) line += kSeparator;
    line += part.text;
  }
  return line;
}

std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + printable(name);
  return text;
}

std::string cell_text_of(const ProgressState& state) {
  const std::string title = printable(state.cell);
  return state.cell_count > 1 ? fmt::format("[{}/{}] {}", state.cell_number, state.cell_count, title) : title;
}

std::string time_text(const ProgressState& state) {
  std::string text = duration_text(state.elapsed);
  if (state.budget > Nanoseconds(0)) text += " of " + duration_text(state.budget);
  return text;
}

// Whole seconds are exact enough for an estimate.
std::string left_text(Nanoseconds left) {
  return duration_text(std::max(std::chrono::ceil<std::chrono::seconds>(left), std::chrono::seconds(10)));
}

std::string time_with_estimate(const ProgressState& state) {
  if (!state.likely_left) return time_text(state);
  if (state.budget > Nanoseconds(0) && state.elapsed + *state.likely_left > state.budget) {
    return time_text(state) + ", likely not enough";
  }
  return time_text(state) + ", likely done in " + left_text(*state.likely_left);
}

// Rounds that are the evidence themselves go on in one epoch, without a number to reach.
std::string place_text(const ProgressState& state) {
  if (state.rounds_per_epoch == 0) return fmt::format("round {}", state.round);
  return fmt::format("epoch {}, round {}/{}", state.epoch, state.round,
                     std::max(state.round, state.rounds_per_epoch));
}

std::vector<Part> parts_of(const ProgressState& state) {
  std::vector<Part> parts{{cell_text_of(state), 1}};
  if (!state.activity.empty()) {
    parts.push_back({printable(state.activity), 0});
  } else if (state.epoch > 0) {
    parts.push_back({place_text(state), 0});
  }
  if (!state.survivors.empty()) parts.push_back({"racing " + names_text(state.survivors), 2});
  if (state.evidence && std::isfinite(*state.evidence)) {
    parts.push_back(
        {fmt::format("E {} of {}", three_digits(*state.evidence), chosen_number(state.threshold)), 3});
  }
  parts.push_back({time_with_estimate(state), 0});
  return parts;
}

// Mean evidence against each survivor, as far as its pairs are told: what is not told counts as none.
std::optional<double> strongest_evidence(const CellResult& result) {
  if (result.candidates.size() < 2 || result.units == 0) return std::nullopt;
  std::map<CandidateIndex, double> sums;
  for (const PairResult& pair : result.pairs) sums[pair.slower] += pair.evidence;
  double strongest = 0;
  for (const CandidateIndex survivor : result.survivors) strongest = std::max(strongest, sums[survivor]);
  return strongest / static_cast<double>(result.candidates.size() - 1);
}

// What earlier runs of the try took: a continued race keeps its units, but its clock begins anew.
Nanoseconds earlier_runs(const CellRecord& record) {
  Nanoseconds spent{0};
  if (record.tries.empty()) return spent;
  for (const Event& event : record.tries.back()) {
    if (const auto* const stopped = std::get_if<RaceStopped>(&event)) spent += stopped->elapsed;
  }
  return spent;
}

// "tensorflow left", of the names in `before` that are not in `now`.
std::string departures(const ProgressState& before, const ProgressState& now) {
  std::vector<std::string> gone;
  for (const std::string& name : before.survivors) {
    const bool stays = std::find(now.survivors.begin(), now.survivors.end(), name) != now.survivors.end();
    if (!stays) gone.push_back(printable(name));
  }
  return gone.empty() ? "" : joined(gone) + " left";
}

}  // namespace

std::string short_title(const Cell& cell) {
  std::string title = fmt::format("{} {} b{}", printable(cell.model), to_string(cell.precision), cell.batch);
  if (cell.metric == Metric::kThroughput) title += " throughput";
  return title;
}

ProgressState progress_of(const CellView& cell, Nanoseconds elapsed) {
  const CellResult& result = cell.result();
  const Rules& rules = cell.record().rules;
  ProgressState state;
  state.cell = short_title(cell.record().cell);
  for (const CandidateIndex survivor : result.survivors) state.survivors.push_back(cell.name(survivor));
  const bool in_epochs = rules.evidence == Evidence::kProcess;
  state.rounds_per_epoch = in_epochs ? static_cast<std::uint32_t>(rules.rounds_per_epoch) : 0;
  state.evidence = strongest_evidence(result);
  state.threshold = 2 / rules.alpha;
  state.elapsed = elapsed;
  state.budget = rules.budget;
  if (result.units_to_settle && result.units > 0) {
    const double spent = to_seconds(earlier_runs(cell.record()) + elapsed);
    const double seconds = spent / result.units * *result.units_to_settle;
    constexpr double kLongest = 1e6;
    if (seconds < kLongest) state.likely_left = from_seconds(seconds);
  }
  return state;
}

std::string progress_line(const ProgressState& state, int width) {
  std::vector<Part> parts = parts_of(state);
  while (display_width(joined_parts(parts)) > width) {
    const auto least = std::max_element(parts.begin(), parts.end(),
                                        [](const Part& a, const Part& b) { return a.rank < b.rank; });
    if (least->rank == 0) break;
    parts.erase(least);
  }
  return shortened(joined_parts(parts), width);
}

std::optional<std::string> plain_progress_line(const std::optional<ProgressState>& before,
                                               const ProgressState& now) {
  const std::string cell = cell_text_of(now) + ": ";
  const bool other_cell = !before || before->cell != now.cell || before->cell_number != now.cell_number;
  if (other_cell) {
    return cell + (now.activity.empty() ? "racing " + names_text(now.survivors) : printable(now.activity));
  }
  std::vector<Part> news;
  if (now.epoch > before->epoch && before->epoch > 0) {
    news.push_back({fmt::format("epoch {} done", before->epoch), 0});
  }
  constexpr std::uint32_t kRoundsALine = 10;
  if (now.rounds_per_epoch == 0 && now.round / kRoundsALine > before->round / kRoundsALine) {
    news.push_back({fmt::format("round {}", now.round), 0});
  }
  const std::string left = departures(*before, now);
  if (!left.empty()) news.push_back({left, 0});
  if (news.empty()) return std::nullopt;
  if (!now.survivors.empty()) news.push_back({"racing " + names_text(now.survivors), 0});
  news.push_back({time_with_estimate(now), 0});
  return cell + joined_parts(news);
}

}  // namespace bakeoff::report
