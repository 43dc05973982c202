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
  const Nanoseconds time = cell.time_spent();
  return counted(cell.result().units, cell.unit()) +
         (time > Nanoseconds(0) ? " (" + duration_text(time) + ")" : "");
}

std::string leading(const CellView& cell) {
  const auto gap = cell.lead();
  if (!gap) return {};
  const bool behind = gap->ratio < 1;
  const PairResult seen = behind ? turned(*gap) : *gap;
  const std::string interval = gap_interval_text(seen.ratio, seen.interval);
  const std::string lead =
      behind ? " leads, though " + lead_text(cell, *gap)
             : " leads " + cell.name(gap->slower) + " by " + gap_text(seen.ratio, seen.interval);
  return cell.name(gap->faster) + lead +
         (interval.empty() ? " (too few " + cell.unit() + "s for an interval)" : " (" + interval + ")");
}

// "Not decided in 18 epochs (2 min): openvino leads ..."
std::string opening(const CellView& cell) {
  const CellResult& result = cell.result();
  const bool interrupted = result.stopped && result.stopped->cause == StopCause::kInterrupted;
  std::string text = interrupted ? "Interrupted, not decided" : "Not decided";
  if (cell.record().rules.evidence == Evidence::kRound) text += " for these processes";
  if (result.units > 0) {
    const std::string lead = leading(cell);
    return text + " in " + spent(cell) + (lead.empty() ? "." : ": " + lead + ".");
  }
  text += ": no " + cell.unit() + " was complete";
  const Nanoseconds time = cell.time_spent();
  return text + (time > Nanoseconds(0) ? " after " + duration_text(time) + "." : ".");
}

// Why a race that had come to an end is unresolved all the same; empty where only time was short.
std::string why_not(const CellView& cell) {
  for (const std::string& reason : reasons_of(cell)) {
    if (reason.starts_with("contradictory")) {
      return "The evidence is contradictory: each is beaten by another. More time cannot settle it.";
    }
    if (reason.find("the verdict is another") != std::string::npos) {
      return "The race had a verdict, but with the void rounds it would be another, and the disturbances "
             "fell "
             "unevenly on the candidates: repeat it on a quiet machine.";
    }
    if (reason.ends_with("during the output check")) {
      return "The outputs were not yet checked.";
    }
  }
  return {};
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
  const double spent = to_seconds(cell.time_spent());
  if (spent <= 0 || cell.result().units == 0) return std::nullopt;
  const double seconds = spent / cell.result().units * units;
  constexpr double kLongest = 15.0 * 24 * 3600;  // half of the longest budget there is
  if (!std::isfinite(seconds) || seconds > kLongest) return std::nullopt;
  return from_seconds(seconds);
}

// The command that goes on with this race in its file.
std::string resume_command(const CellView& cell, const std::string& file, Nanoseconds budget) {
  const CellRecord& record = cell.record();
  Rules rules = record.rules;
  rules.budget = budget;
  return study::command_for(record.cell, rules, record.candidates, record.absent) + " -o " +
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
  const CellResult& result = cell.result();
  const bool ended_for_good = result.stopped && result.stopped->cause == StopCause::kDecided;
  text.sentences.push_back(opening(cell));
  const std::string why = why_not(cell);
  if (!why.empty()) text.sentences.push_back(why);
  if (result.survivors.size() > 2 && result.units > 0) {
    text.sentences.push_back("Still in the race: " + cell.names(result.survivors) + ".");
  }
  const auto out = cell.ruled_out();
  if (!out.empty() && result.survivors.size() > 1) {
    text.sentences.push_back("Ruled out: " + cell.names(out) + ".");
  }
  const std::string lost = lost_text(cell);
  if (!lost.empty()) text.sentences.push_back("Lost to a fault: " + lost + ".");
  const std::string cost = giving_away(cell);
  if (!cost.empty()) text.sentences.push_back(cost);
  if (!ended_for_good) add_next_step(cell, file, text);
}

}  // namespace bakeoff::report
