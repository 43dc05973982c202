#include "report/verdict.h"

#include <algorithm>

#include "report/number.h"
#include "report/unresolved.h"

namespace bakeoff::report {
namespace {

// "(1.2 % to 4.9 %, 14 epochs)"
std::string evidence_of(const PairResult& gap, const CellView& cell) {
  const std::string interval = gap_interval_text(gap.ratio, gap.interval);
  const std::string units = counted(gap.units, cell.unit());
  return interval.empty() ? "(" + units + ", too few for an interval)" : "(" + interval + ", " + units + ")";
}

// "4.1 % faster than onnxruntime (1.2 % to 4.9 %, 14 epochs)"; where the interval does not exclude that there
// is no gap, only "4.1 % ahead of".
std::string comparison(const PairResult& gap, const CellView& cell) {
  const bool latency = cell.record().cell.metric == Metric::kLatency;
  const bool times = gap.ratio >= 2;
  const bool shown = gap.interval.low && *gap.interval.low > 1;
  if (!shown) return lead_text(cell, gap) + " " + evidence_of(gap.ratio < 1 ? turned(gap) : gap, cell);
  const std::string_view how =
      latency ? (times ? " as fast as " : " faster than ") : (times ? " the throughput of " : " more than ");
  return gap_text(gap.ratio, gap.interval) + std::string(how) + cell.name(gap.slower) + " " +
         evidence_of(gap, cell);
}

std::string for_whom(const CellView& cell) {
  return cell.record().rules.evidence == Evidence::kRound ? ", for these processes" : "";
}

std::string alone_text(const CellView& cell, CandidateIndex winner) {
  const CandidateResult& figures = cell.figures(winner);
  std::string text = cell.name(winner) + " is the only candidate that ran" + for_whom(cell);
  if (!figures.latency_ms) return text + ".";
  const int decimals = decimals_for(*figures.latency_ms);
  text += ": median latency " + fixed(*figures.latency_ms, decimals) + " ms (";
  const Interval& interval = figures.latency_interval_ms;
  if (interval.low && interval.high) {
    text += fixed(*interval.low, decimals) + " to " + fixed(*interval.high, decimals) + " ms, ";
  }
  return text + counted(figures.units, cell.unit()) + ").";
}

// The winner against all but the runner-up, in the order of their gaps.
std::string other_gaps(const CellView& cell, CandidateIndex winner, CandidateIndex runner_up) {
  std::vector<PairResult> gaps;
  for (const CandidateIndex i : cell.ruled_out()) {
    if (i == runner_up) continue;
    if (const auto gap = cell.gap(winner, i)) gaps.push_back(*gap);
  }
  std::sort(gaps.begin(), gaps.end(),
            [](const PairResult& a, const PairResult& b) { return a.ratio < b.ratio; });
  std::vector<std::string> words;
  for (const PairResult& gap : gaps) words.push_back(comparison(gap, cell));
  return words.empty() ? "" : "Also " + joined(words) + ".";
}

void add_winner(const CellView& cell, VerdictText& text) {
  const CandidateIndex winner = cell.result().winners.front();
  const std::vector<CandidateIndex> lost = cell.lost_in_race();
  const auto runner_up = cell.result().runner_up;
  const auto gap = runner_up ? cell.gap(winner, *runner_up) : std::nullopt;
  if (!gap && lost.empty()) {
    text.sentences.push_back(alone_text(cell, winner));
    return;
  }
  std::string sentence = cell.name(winner);
  sentence +=
      cell.record().cell.metric == Metric::kLatency ? " is the fastest" : " has the highest throughput";
  if (!lost.empty()) {
    sentence += " of those that ran (" + lost_text(cell) + ")";
  }
  sentence += for_whom(cell);
  text.sentences.push_back(gap ? sentence + ": " + comparison(*gap, cell) + "." : sentence + ".");
  if (!gap) return;
  const std::string others = other_gaps(cell, winner, *runner_up);
  if (!others.empty()) text.sentences.push_back(others);
}

void add_tie(const CellView& cell, VerdictText& text) {
  const auto& survivors = cell.result().survivors;
  text.sentences.push_back(cell.names(survivors) + " tie" + for_whom(cell) +
                           ": whichever you deploy, you give away at most " +
                           chosen_percent(cell.record().rules.epsilon) + ".");
  if (survivors.size() == 2) {
    auto gap = cell.gap(survivors[0], survivors[1]);
    if (gap && gap->ratio < 1) gap = cell.gap(survivors[1], survivors[0]);
    if (gap) {
      text.sentences.push_back("Their gap: " + gap_text(gap->ratio, gap->interval) + " in favour of " +
                               cell.name(gap->faster) + " " + evidence_of(*gap, cell) + ".");
    }
  }
  const auto out = cell.ruled_out();
  if (!out.empty()) text.sentences.push_back("Ruled out: " + cell.names(out) + ".");
  const std::string lost = lost_text(cell);
  if (!lost.empty()) text.sentences.push_back("Lost to a fault: " + lost + ".");
}

// Whether there was anyone to be wrong about: a candidate alone wins without a race.
bool is_raced(const CellView& cell) {
  const CellResult& result = cell.result();
  const bool alone = result.verdict == Verdict::kWinner && !result.runner_up && cell.lost_in_race().empty();
  return result.verdict != Verdict::kNone && !alone;
}

void add_none(const CellView& cell, VerdictText& text) {
  if (!cell.was_run()) {
    text.word = "NOT RUN";
    text.sentences.emplace_back("The study ended before this cell.");
    return;
  }
  const std::string reason = reason_of(cell);
  text.sentences.push_back(reason.empty() ? "No verdict: no candidate gave a checked result."
                                          : "No verdict: " + reason + ".");
}

}  // namespace

VerdictText verdict_text(const CellView& cell, const std::string& file) {
  VerdictText text;
  switch (cell.result().verdict) {
    case Verdict::kWinner:
      text.word = "WINNER";
      add_winner(cell, text);
      break;
    case Verdict::kTie:
      text.word = "TIE";
      add_tie(cell, text);
      break;
    case Verdict::kUnresolved:
      text.word = "UNRESOLVED";
      add_unresolved(cell, file, text);
      break;
    case Verdict::kNone:
      text.word = "NONE";
      add_none(cell, text);
      break;
  }
  return text;
}

std::vector<std::string> closing_statement(const std::vector<CellView>& cells) {
  std::vector<const Rules*> raced;
  for (const CellView& cell : cells) {
    if (is_raced(cell)) raced.push_back(&cell.record().rules);
  }
  if (raced.empty()) return {};
  const Rules& rules = *raced.front();
  const bool same_terms = std::all_of(raced.begin(), raced.end(), [&](const Rules* other) {
    return other->alpha == rules.alpha && other->epsilon == rules.epsilon;
  });
  const bool for_processes = std::any_of(
      raced.begin(), raced.end(), [](const Rules* other) { return other->evidence == Evidence::kRound; });
  const std::string alpha = same_terms ? chosen_percent(rules.alpha) : "the alpha of its cell";
  const std::string epsilon = same_terms ? chosen_percent(rules.epsilon) : "the epsilon of its cell";
  std::vector<std::string> statement;
  statement.push_back("At most " + alpha +
                      " of such races end in a winner that is not the fastest, or in a tie that holds one "
                      "more than " +
                      epsilon +
                      " slower than the fastest, however the machine drifts. Two exactly equal candidates: a "
                      "winner is named in at most " +
                      alpha + ".");
  if (for_processes) {
    statement.emplace_back(
        "With --evidence round this holds for these processes: fresh ones may rank otherwise.");
  }
  if (raced.size() > 1) {
    double expected = 0;
    for (const Rules* other : raced) expected += other->alpha;
    const std::string count = std::to_string(raced.size());
    const std::string bound = chosen_number(expected) + " wrong verdicts expected.";
    statement.push_back(same_terms ? count + " cells: at most " + count + " x " + alpha + " = " + bound
                                   : count + " cells: at most " + bound);
  }
  return statement;
}

}  // namespace bakeoff::report
