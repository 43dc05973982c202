#include "report/remarks.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/escape.h"
#include "report/number.h"

namespace bakeoff::report {
namespace {

using Remarks = std::vector<std::string>;

// The candidates of which `holds` is true of their figures.
template <typename Predicate>
std::vector<CandidateIndex> candidates_where(const CellView& cell, const Predicate& holds) {
  std::vector<CandidateIndex> found;
  for (CandidateIndex i = 0; i < cell.result().candidates.size(); ++i) {
    if (holds(cell.figures(i))) found.push_back(i);
  }
  return found;
}

void add_try(const CellView& cell, Remarks& remarks) {
  const std::uint32_t tries = cell.result().attempt;
  if (tries < 2) return;
  remarks.push_back(
      fmt::format("This is try {} of this race. Trying until a verdict comes makes wrong ones likelier than "
                  "stated; the file keeps every try.",
                  tries));
}

void add_voids(const CellView& cell, Remarks& remarks) {
  const VoidSummary& voids = cell.result().voids;
  if (voids.disturbed_host) {
    remarks.push_back(fmt::format(
        "Disturbed host: {} of {} were disturbed from outside. {} of them were void; then voiding was given "
        "up (4 of 12), and the other {} count like all others.",
        voids.voided + voids.disturbed, counted(voids.rounds, "round"), voids.voided, voids.disturbed));
  } else if (voids.voided > 0) {
    remarks.push_back(fmt::format("{} of {} were void, disturbed from outside, and repeated.", voids.voided,
                                  counted(voids.rounds, "round")));
  }
  constexpr double kUneven = 0.01;
  if (!voids.uneven_p || *voids.uneven_p >= kUneven) return;
  std::vector<std::string> charges;
  for (CandidateIndex i = 0; i < voids.charged.size(); ++i) {
    charges.push_back(fmt::format("{} {}", cell.name(i), voids.charged[i]));
  }
  remarks.push_back(
      fmt::format("The disturbances fell unevenly on the candidates (by chance in {:.1g} of races): {}.",
                  *voids.uneven_p, joined(charges)));
}

// The sign of the lead is shown long before its size is.
void add_wide_lead(const CellView& cell, Remarks& remarks) {
  constexpr double kWide = 5;
  constexpr double kMatters = 0.1;
  if (cell.result().verdict != Verdict::kWinner) return;
  const auto lead = cell.lead();
  if (!lead || !lead->interval.low || !lead->interval.high) return;
  const double most = *lead->interval.high - 1;
  if (most < kMatters || most < kWide * (lead->ratio - 1)) return;
  remarks.push_back(fmt::format(
      "That {} leads is shown, by how much is not: the gap differs widely from {} to {} ({}).",
      cell.name(lead->faster), cell.unit(), cell.unit(), gap_interval_text(lead->ratio, lead->interval)));
}

void add_steadiness(const CellView& cell, Remarks& remarks) {
  const auto unsteady = candidates_where(cell, [](const CandidateResult& figures) {
    return figures.facts.has_value() && !figures.facts->steady;
  });
  if (unsteady.empty()) return;
  remarks.push_back("No steady state: " + cell.names(unsteady) +
                    " still changed speed when warm-up ended by its limit.");
}

void add_togetherness(const CellView& cell, Remarks& remarks) {
  if (cell.record().tries.empty()) return;
  const std::vector<Event>& events = cell.record().tries.back();
  const bool apart = std::any_of(events.begin(), events.end(), [](const Event& event) {
    const auto* begun = std::get_if<EpochBegun>(&event);
    return begun != nullptr && !begun->together;
  });
  if (!apart) return;
  remarks.emplace_back("The workers did not fit in memory together: each was started for its own slot.");
}

void add_cut_epochs(const CellView& cell, Remarks& remarks) {
  const std::uint32_t cut = cell.result().cut_epochs;
  if (cut == 0) return;
  remarks.push_back(counted(cut, "epoch") + (cut == 1 ? " was" : " were") + " cut short and " +
                    (cut == 1 ? "gives" : "give") + " no evidence.");
}

void add_precision(const CellView& cell, Remarks& remarks) {
  for (CandidateIndex i = 0; i < cell.result().candidates.size(); ++i) {
    const auto& facts = cell.figures(i).facts;
    if (!facts || !facts->executed_precision) continue;
    const std::string_view asked = to_string(cell.record().candidates[i].precision);
    if (*facts->executed_precision == asked) continue;
    remarks.push_back(
        fmt::format("{}: {} was asked, {} ran.", cell.name(i), asked, printable(*facts->executed_precision)));
  }
}

void add_threads(const CellView& cell, Remarks& remarks) {
  constexpr double kTolerance = 0.25;  // helper threads of a runtime use a little
  const int threads = cell.record().cell.threads;
  for (const CandidateIndex i : candidates_where(cell, [&](const CandidateResult& figures) {
         return figures.cores_used && *figures.cores_used > threads + kTolerance;
       })) {
    remarks.push_back(fmt::format("{} used {:.1f} cores, more than its {}.", cell.name(i),
                                  *cell.figures(i).cores_used,
                                  counted(static_cast<std::uint64_t>(threads), "thread")));
  }
}

void add_reference(const CellView& cell, Remarks& remarks) {
  const auto held_against = [&](std::string_view reference) {
    return candidates_where(cell, [&](const CandidateResult& figures) {
      return figures.latency_ms.has_value() && figures.reference == reference;
    });
  };
  const auto consensus = held_against("consensus");
  if (!consensus.empty()) {
    remarks.emplace_back(
        "Outputs were checked against one another (consensus): no reference computes this model.");
  }
  for (CandidateIndex i = 0; i < cell.result().candidates.size(); ++i) {
    const std::string& remark = cell.figures(i).remark;
    if (!remark.empty()) remarks.push_back(cell.name(i) + " is right, but " + printable(remark) + ".");
  }
  const auto unchecked = held_against("none");
  if (!unchecked.empty()) remarks.push_back("Outputs not checked: " + cell.names(unchecked) + ".");
}

void add_placebo(const CellView& cell, Remarks& remarks) {
  const auto& placebo = cell.placebo();
  if (!placebo) return;
  const std::string name = cell.name(placebo->of);
  const std::string units = counted(placebo->units, cell.unit());
  if (!placebo->resolution) {
    const std::string equal = placebo->equal == 0 ? "" : fmt::format(", {} exactly equal", placebo->equal);
    remarks.push_back(fmt::format("Placebo: {} against a copy of itself, {}{}: too few for an interval.",
                                  name, units, equal));
    return;
  }
  std::string remark = fmt::format(
      "Placebo: {} and a copy of itself are at most {} apart ({}): smaller gaps mean nothing here.", name,
      percent_at_most(*placebo->resolution), units);
  const auto lead = cell.lead();
  if (lead && lead->ratio - 1 <= *placebo->resolution) remark += " The lead over the second is no larger.";
  remarks.push_back(std::move(remark));
}

}  // namespace

std::vector<std::string> remarks_on(const CellView& cell) {
  Remarks remarks;
  add_try(cell, remarks);
  add_voids(cell, remarks);
  add_wide_lead(cell, remarks);
  add_steadiness(cell, remarks);
  add_togetherness(cell, remarks);
  add_cut_epochs(cell, remarks);
  add_precision(cell, remarks);
  add_threads(cell, remarks);
  add_reference(cell, remarks);
  add_placebo(cell, remarks);
  return remarks;
}

}  // namespace bakeoff::report
