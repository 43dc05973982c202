#include "report/unresolved.h"

#include <algorithm>
#include <cmath>

#include "base/units.h"
#include "report/number.h"
#include "study/request.h"
#include "study/shell.h"

namespace bakeoff::report {
namespace {

// How far the race came: "18 epochs (2 min)".
std::string spent(const CellView& cell) {
  std::string text = counted(cell.result().units, cell.unit());
  if (cell.result().stopped) text += " (" + duration_text(cell.result().stopped->elapsed) + ")";
  return text;
}

std::string leading(const CellView& cell) {
  const auto leader = cell.result().leader;
  const auto runner_up = cell.result().runner_up;
  const auto gap = leader && runner_up ? cell.gap(*leader, *runner_up) : std::nullopt;
  if (!gap) return {};
  const std::string interval = gap_interval_text(gap->ratio, gap->interval);
  return cell.name(*leader) + " leads " + cell.name(*runner_up) + " by " + gap_text(gap->ratio) +
         (interval.empty() ? " (too few " + cell.unit() + "s for an interval)" : " (" + interval + ")");
}

std::string opening(const CellView& cell) {
  const bool interrupted = cell.result().stopped && cell.result().stopped->cause == StopCause::kInterrupted;
  const bool for_processes = cell.record().rules.evidence == Evidence::kRound;
  std::string text = interrupted ? "Interrupted, not decided" : "Not decided";
  if (for_processes) text += " for these processes";
  if (cell.result().units == 0) {
    return text + ": no " + cell.unit() + " was complete" +
           (cell.result().stopped ? " after " + duration_text(cell.result().stopped->elapsed) : "") + ".";
  }
  const std::string lead = leading(cell);
  return text + " in " + spent(cell) + (lead.empty() ? "." : ": " + lead + ".");
}

std::string giving_away(const CellView& cell) {
  const auto& survivors = cell.result().survivors;
  if (!cell.result().tie_epsilon || survivors.size() < 2) return {};
  const std::string which = survivors.size() == 2 ? "Whichever of the two"
                                                  : "Whichever of these " + std::to_string(survivors.size());
  return which + " you deploy, you give away at most " + percent_at_most(*cell.result().tie_epsilon) + ".";
}

// A budget that is likely to hold so much more work, in steps that a person would choose.
Nanoseconds generous(Nanoseconds needed) {
  const double seconds = to_seconds(needed) * 1.25;
  const double step = seconds < 60 ? 10 : seconds < 600 ? 60 : seconds < 3600 ? 300 : 1800;
  return std::chrono::seconds(std::llround(std::max(1.0, std::ceil(seconds / step)) * step));
}

// Units that the next run needs: rounds of other processes do not add up, so a race of rounds begins anew.
std::optional<std::uint32_t> units_needed(const CellView& cell) {
  const auto more = cell.result().units_to_settle;
  if (!more || cell.record().rules.evidence == Evidence::kProcess) return more;
  return *more + cell.result().units;
}

std::optional<Nanoseconds> time_for(const CellView& cell, std::uint32_t units) {
  const CellResult& result = cell.result();
  if (!result.stopped || result.units == 0) return std::nullopt;
  const double seconds = to_seconds(result.stopped->elapsed) / result.units * units;
  constexpr double kLongest = 30.0 * 24 * 3600;  // the longest budget there is
  if (!std::isfinite(seconds) || seconds > kLongest / 2) return std::nullopt;
  return from_seconds(seconds);
}

// The command that goes on with this race in its file.
std::string resume_command(const CellView& cell, const std::string& file, Nanoseconds budget) {
  Rules rules = cell.record().rules;
  rules.budget = budget;
  return study::command_for(cell.record().cell, rules, cell.record().candidates) + " -o " +
         study::shell_quoted(file.empty() ? "FILE.bakeoff" : file) + " --resume";
}

void add_next_step(const CellView& cell, const std::string& file, VerdictText& text) {
  const Nanoseconds budget = cell.record().rules.budget;
  const auto units = units_needed(cell);
  const auto time = units ? time_for(cell, *units) : std::nullopt;
  const bool anew = cell.record().rules.evidence == Evidence::kRound;
  if (units) {
    text.next = "About " + counted(*units, (anew ? "" : "more ") + cell.unit());
    if (time) text.next += " (" + duration_text(*time) + ")";
    text.next += anew ? " of the same processes would settle it, in a new try:" : " would settle it:";
  } else {
    text.next = anew ? "To try again:" : "To go on:";
  }
  text.next_command = resume_command(cell, file, time ? std::max(generous(*time), budget) : 2 * budget);
}

}  // namespace

void add_unresolved(const CellView& cell, const std::string& file, VerdictText& text) {
  text.sentences.push_back(opening(cell));
  const std::string& reason = cell.result().reason;
  const bool contradictory = reason.find("contradictory") != std::string::npos;
  if (contradictory) {
    text.sentences.emplace_back(
        "The evidence is contradictory: each is beaten by another. More time cannot settle it.");
  } else if (!reason.empty()) {
    text.sentences.push_back("Why: " + reason_of(cell) + ".");
  }
  if (cell.result().survivors.size() > 2) {
    text.sentences.push_back("Still in the race: " + cell.names(cell.result().survivors) + ".");
  }
  const auto out = cell.ruled_out();
  if (!out.empty()) text.sentences.push_back("Ruled out: " + cell.names(out) + ".");
  const std::string cost = giving_away(cell);
  if (!cost.empty()) text.sentences.push_back(cost);
  if (!contradictory) add_next_step(cell, file, text);
}

}  // namespace bakeoff::report
