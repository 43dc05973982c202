#include "report/json_cell.h"

#include <fmt/format.h>

#include "base/units.h"
#include "report/remarks.h"
#include "study/request.h"

namespace bakeoff::report {
namespace {

// Names as they are: JSON escapes what a terminal must not see.
std::string raw_name(const CellView& cell, CandidateIndex candidate) {
  const auto& candidates = cell.record().candidates;
  return candidate < candidates.size() ? candidates[candidate].name : cell.name(candidate);
}

Json names_json(const CellView& cell, const std::vector<CandidateIndex>& candidates) {
  Json names = Json::array();
  for (const CandidateIndex candidate : candidates) names.push_back(raw_name(cell, candidate));
  return names;
}

void set_name(const CellView& cell, const std::string& field, const std::optional<CandidateIndex>& candidate,
              const std::string& why, JsonObject& object) {
  if (candidate) {
    object.set(field, raw_name(cell, *candidate));
  } else {
    object.unknown(field, why);
  }
}

Json pair_json(const CellView& cell, const PairResult& pair) {
  JsonObject object;
  object.set("faster", raw_name(cell, pair.faster)).set("slower", raw_name(cell, pair.slower));
  object.set_or_null("ratio", pair.ratio, "")
      .set_interval("interval", pair.interval, "too few " + cell.unit() + "s")
      .set("units", pair.units)
      .set("wins", pair.wins)
      .set_or_null("evidence_e", pair.evidence, "");
  return object.take();
}

Json voids_json(const CellView& cell) {
  const VoidSummary& voids = cell.result().voids;
  Json charged = Json::object();
  for (CandidateIndex i = 0; i < voids.charged.size(); ++i) charged[raw_name(cell, i)] = voids.charged[i];
  JsonObject object;
  object.set("rounds", voids.rounds)
      .set("voided", voids.voided)
      .set("disturbed", voids.disturbed)
      .set("disturbed_host", voids.disturbed_host)
      .set("charged", std::move(charged))
      .set_or_null("uneven_p", voids.uneven_p, "no void was charged");
  return object.take();
}

void set_placebo(const CellView& cell, JsonObject& object) {
  const auto& placebo = cell.placebo();
  if (!placebo) {
    object.unknown("placebo", "no placebo was raced");
    return;
  }
  JsonObject part;
  const std::string too_few = "too few " + cell.unit() + "s";
  part.set("of", raw_name(cell, placebo->of))
      .set("ratio", placebo->ratio)
      .set_interval("interval", placebo->interval, too_few)
      .set("units", placebo->units)
      .set("equal_units", placebo->equal)
      .set_or_null("resolution", placebo->resolution, too_few);
  object.set("placebo", part.take());
}

void set_terms(const CellView& cell, JsonObject& object) {
  const Rules& rules = cell.record().rules;
  object.set("evidence", to_string(rules.evidence)).set("alpha", rules.alpha).set("epsilon", rules.epsilon);
  object.set("rounds_per_epoch", rules.rounds_per_epoch)
      .set("slot_ms", to_milliseconds(rules.slot))
      .set("budget_s", to_seconds(rules.budget))
      .set("seed", std::to_string(rules.seed));
  object.set_or_null("max_error", rules.max_error, "the tolerance of the precision applies");
}

void set_progress(const CellView& cell, JsonObject& object) {
  const CellResult& result = cell.result();
  const std::string settled = result.verdict == Verdict::kUnresolved ? "not known from this evidence"
                                                                     : "only told of unresolved cells";
  object.set("units", result.units)
      .set("cut_epochs", result.cut_epochs)
      .set("try", result.attempt)
      .set_or_null("tie_epsilon", result.tie_epsilon, settled);
  if (result.units_to_settle) {
    object.set("units_to_settle", *result.units_to_settle);
  } else {
    object.unknown("units_to_settle", settled);
  }
  object.set("voids", voids_json(cell));
  if (result.stopped) {
    object.set("stopped", to_string(result.stopped->cause)).set("elapsed_s", to_seconds(cell.time_spent()));
  } else {
    const std::string why = cell.was_run() ? "the race has not come to an end" : "not run";
    object.unknown("stopped", why).unknown("elapsed_s", why);
  }
  object.set("remarks", remarks_on(cell));
}

}  // namespace

Json cell_json(const CellView& cell, Samples samples) {
  const Cell& asked = cell.record().cell;
  const CellResult& result = cell.result();
  JsonObject object;
  object.set("model", asked.model);
  if (asked.model_sha256.empty()) {
    object.unknown("model_sha256", "the model was not prepared");
  } else {
    object.set("model_sha256", asked.model_sha256);
  }
  object.set("platform", asked.platform)
      .set("device", asked.device)
      .set("precision", to_string(asked.precision))
      .set("batch", asked.batch)
      .set("threads", asked.threads)
      .set("strict", asked.strict)
      .set("metric", to_string(asked.metric));
  object.set("verdict", to_string(result.verdict))
      .set("winners", names_json(cell, result.winners))
      .set("survivors", names_json(cell, result.survivors));
  const std::string nobody = "nobody was compared";
  set_name(cell, "leader", result.leader, result.verdict == Verdict::kWinner ? "there is a winner" : nobody,
           object);
  set_name(cell, "runner_up", result.runner_up, nobody, object);
  set_terms(cell, object);
  const std::string& command = cell.record().command;
  object.set("reason", reason_of(cell))
      .set("command", command.empty() ? study::command_for(asked, cell.record().rules,
                                                           cell.record().candidates, cell.record().absent)
                                      : command);
  set_progress(cell, object);
  Json pairs = Json::array();
  for (const PairResult& pair : result.pairs) pairs.push_back(pair_json(cell, pair));
  set_placebo(cell, object);
  object.set("pairs", std::move(pairs)).set("candidates", candidates_json(cell, samples));
  return object.take();
}

}  // namespace bakeoff::report
