#include "store/event_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/json_fields.h"

namespace bakeoff::store {
namespace {

using nlohmann::json;

// Each kind of event in one place: its word, what of it goes into detail, and the way back. JSON's names
// carry the units.

json outcome_json(const Outcome& outcome) {
  return {{"status", to_string(outcome.status)}, {"reason", json_of(outcome.reason)}};
}
Outcome outcome_from(JsonFields& fields) {
  return {fields.word<Status>("status", status_from), fields.text("reason")};
}

struct ToText {
  EventText operator()(const CandidateChecked& e) const {
    json detail = outcome_json(e.outcome);
    detail["relative_error"] = json_of(e.relative_error);
    detail["reference"] = json_of(e.reference);
    if (!e.remark.empty()) detail["remark"] = json_of(e.remark);
    return {"candidate-checked", std::nullopt, e.candidate, detail.dump()};
  }
  EventText operator()(const EpochBegun& e) const {
    const json detail{
        {"attempt", e.attempt}, {"epoch", e.epoch}, {"order", e.order}, {"together", e.together}};
    return {"epoch-begun", std::nullopt, std::nullopt, detail.dump()};
  }
  EventText operator()(const WorkerStarted& e) const {
    const WorkerFacts& facts = e.facts;
    const json detail{
        {"load_ns", facts.load.count()},
        {"first_inference_ns", facts.first_inference.count()},
        {"warmup_inferences", facts.warmup_inferences},
        {"steady", facts.steady},
        {"memory_load", facts.memory.load.count},
        {"memory_compile", facts.memory.compile.count},
        {"memory_peak", facts.memory.peak.count},
        {"executed_precision", facts.executed_precision ? json_of(*facts.executed_precision) : json()},
        {"notes", json_of(facts.notes)}};
    return {"worker-started", std::nullopt, e.candidate, detail.dump()};
  }
  EventText operator()(const CandidateLeft& e) const {
    return {"candidate-left", std::nullopt, e.candidate, outcome_json(e.outcome).dump()};
  }
  EventText operator()(const RoundBegun& e) const {
    return {"round-begun", e.round, std::nullopt, json{{"order", e.order}}.dump()};
  }
  EventText operator()(const SlotTimed& e) const {
    return {std::string(kSlotTimed), e.round, e.candidate, {}};
  }
  EventText operator()(const WindowJudged& e) const {
    const json detail{{"first_round", e.first_round},
                      {"last_round", e.last_round},
                      {"disturbance", to_string(e.disturbance)},
                      {"foreign_share", json_of(e.foreign_share)},
                      {"steal_share", json_of(e.steal_share)},
                      {"frozen_cpu_ns", e.frozen_cpu.count()},
                      {"charged", e.charged ? json(*e.charged) : json()}};
    return {"window-judged", std::nullopt, std::nullopt, detail.dump()};
  }
  EventText operator()(const EpochEnded& e) const {
    return {"epoch-ended", std::nullopt, std::nullopt, json{{"end", to_string(e.end)}}.dump()};
  }
  EventText operator()(const RaceStopped& e) const {
    const json detail{{"cause", to_string(e.cause)}, {"elapsed_ns", e.elapsed.count()}};
    return {"race-stopped", std::nullopt, std::nullopt, detail.dump()};
  }
};

WorkerFacts worker_facts_from(JsonFields& fields) {
  WorkerFacts facts;
  facts.load = fields.duration("load_ns");
  facts.first_inference = fields.duration("first_inference_ns");
  facts.warmup_inferences = fields.integer<std::uint32_t>("warmup_inferences");
  facts.steady = fields.truth("steady");
  facts.memory.load.count = fields.integer<std::uint64_t>("memory_load");
  facts.memory.compile.count = fields.integer<std::uint64_t>("memory_compile");
  facts.memory.peak.count = fields.integer<std::uint64_t>("memory_peak");
  facts.executed_precision = fields.optional_text("executed_precision");
  facts.notes = fields.pairs("notes");
  return facts;
}

WindowJudged window_from(JsonFields& fields) {
  WindowJudged window;
  window.first_round = fields.integer<std::uint32_t>("first_round");
  window.last_round = fields.integer<std::uint32_t>("last_round");
  window.disturbance = fields.word<Disturbance>("disturbance", disturbance_from);
  window.foreign_share = fields.number("foreign_share");
  window.steal_share = fields.number("steal_share");
  window.frozen_cpu = fields.duration("frozen_cpu_ns");
  window.charged = fields.optional_integer<CandidateIndex>("charged");
  return window;
}

// Kinds that are about a candidate, and those that are not.
std::optional<Event> of_candidate(const std::string& kind, CandidateIndex candidate, JsonFields& fields) {
  if (kind == "candidate-checked") {
    return CandidateChecked{candidate, outcome_from(fields), fields.optional_number("relative_error"),
                            fields.text("reference"), fields.text_or_empty("remark")};
  }
  if (kind == "worker-started") return WorkerStarted{candidate, worker_facts_from(fields)};
  if (kind == "candidate-left") return CandidateLeft{candidate, outcome_from(fields)};
  return std::nullopt;
}

std::optional<Event> of_race(const std::string& kind, JsonFields& fields) {
  if (kind == "epoch-begun") {
    return EpochBegun{fields.integer<std::uint32_t>("attempt"), fields.integer<std::uint32_t>("epoch"),
                      fields.integers("order"), fields.truth("together")};
  }
  if (kind == "window-judged") return window_from(fields);
  if (kind == "epoch-ended") return EpochEnded{fields.word<EpochEnd>("end", epoch_end_from)};
  if (kind == "race-stopped") {
    return RaceStopped{fields.word<StopCause>("cause", stop_cause_from), fields.duration("elapsed_ns")};
  }
  return std::nullopt;
}

}  // namespace

EventText text_of(const Event& event) {
  return std::visit(ToText{}, event);
}

std::optional<Event> event_from(const EventText& text) {
  JsonFields fields(text.detail);
  std::optional<Event> event;
  if (text.candidate) {
    event = of_candidate(text.kind, *text.candidate, fields);
  } else if (text.round && text.kind == "round-begun") {
    event = RoundBegun{*text.round, fields.integers("order")};
  } else {
    event = of_race(text.kind, fields);
  }
  return fields.ok() ? event : std::nullopt;
}

bool names_only(const Event& event, std::size_t count) {
  const auto known = [count](CandidateIndex candidate) { return candidate < count; };
  return std::visit(
      [&](const auto& e) {
        if constexpr (requires { e.candidate; }) return known(e.candidate);
        if constexpr (requires { e.order; }) return std::all_of(e.order.begin(), e.order.end(), known);
        if constexpr (requires { e.charged; }) return !e.charged || known(*e.charged);
        return true;
      },
      event);
}

}  // namespace bakeoff::store
