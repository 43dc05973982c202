#include <charconv>

#include "base/units.h"
#include "judge/stats/percentile.h"
#include "report/json_cell.h"
#include "report/slots.h"

namespace bakeoff::report {
namespace {

// Why a candidate has no figures.
std::string without_figures(const Outcome& outcome) {
  return outcome.status == Status::kMeasured ? "no unit of evidence was complete"
                                             : "not measured: " + std::string(to_string(outcome.status));
}

void set_identity(const Candidate& candidate, JsonObject& object) {
  object.set("name", candidate.name).set("runtime", candidate.runtime);
  if (candidate.version.empty()) {
    object.unknown("version", "not installed");
  } else {
    object.set("version", candidate.version);
  }
  Json options = Json::object();
  for (const auto& [key, value] : candidate.options) options[key] = value;
  object.set("configuration", candidate.configuration).set("options", std::move(options));
  if (candidate.library_sha256.empty()) {
    object.unknown("library_sha256", "no library was opened");
  } else {
    object.set("library_sha256", candidate.library_sha256);
  }
  object.set("precision", to_string(candidate.precision)).set("batch", candidate.batch);
}

Json latency_json(const CandidateResult& figures, const std::string& none, const std::string& unit) {
  const auto few = [&](const std::string& why) { return figures.latency_ms ? why : none; };
  JsonObject object;
  object.set_or_null("median", figures.latency_ms, none)
      .set_interval("interval", figures.latency_interval_ms, few("fewer than 6 " + unit + "s"))
      .set_or_null("p90", figures.p90_ms, few("too few inferences"))
      .set_or_null("p99", figures.p99_ms,
                   few("fewer than " + std::to_string(judge::samples_needed(0.99)) + " inferences"));
  return object.take();
}

Json memory_json(const std::optional<WorkerFacts>& facts, const std::string& none) {
  JsonObject object;
  const auto add = [&](const std::string& field, Bytes MemoryUse::*use) {
    // Zero is what a kernel without per-process peaks leaves behind.
    if (facts && (facts->memory.*use).count > 0) {
      object.set(field, (facts->memory.*use).count);
    } else {
      object.unknown(field, facts ? "not measured on this kernel" : none);
    }
  };
  add("load", &MemoryUse::load);
  add("compile", &MemoryUse::compile);
  add("peak", &MemoryUse::peak);
  return object.take();
}

// Threads as the runtime itself tells them: those asked for are the cell's.
std::optional<int> told_threads(const WorkerFacts& facts) {
  for (const auto& [key, value] : facts.notes) {
    if (key != "threads") continue;
    int threads = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), threads);
    if (error == std::errc() && end == value.data() + value.size()) return threads;
  }
  return std::nullopt;
}

void set_facts(const std::optional<WorkerFacts>& facts, const std::string& none, JsonObject& object) {
  if (facts) {
    object.set("load_ms", to_milliseconds(facts->load))
        .set("first_inference_ms", to_milliseconds(facts->first_inference))
        .set("warmup_inferences", facts->warmup_inferences)
        .set("steady", facts->steady);
  } else {
    for (const char* field : {"load_ms", "first_inference_ms", "warmup_inferences", "steady"}) {
      object.unknown(field, none);
    }
  }
  object.set("memory_bytes", memory_json(facts, none));
}

void set_execution(const CandidateResult& figures, const std::string& none, JsonObject& object) {
  const auto& facts = figures.facts;
  const std::string untold = facts ? "the runtime does not tell" : none;
  if (facts && facts->executed_precision) {
    object.set("executed_precision", *facts->executed_precision);
  } else {
    object.unknown("executed_precision", untold);
  }
  const auto threads = facts ? told_threads(*facts) : std::nullopt;
  if (threads) {
    object.set("threads", *threads);
  } else {
    object.unknown("threads", untold);
  }
  object.set_or_null("cores_used", figures.cores_used, none);
  Json notes = Json::object();
  if (facts) {
    for (const auto& [key, value] : facts->notes) notes[key] = value;
  }
  object.set("notes", std::move(notes));
}

Json slot_json(const SlotView& view) {
  JsonObject object;
  object.set("try", view.try_number).set("attempt", view.attempt).set("epoch", view.epoch);
  object.set("epoch_complete", view.epoch_complete).set("round", view.slot->round);
  object.set("begin_ns", view.slot->begin.count()).set("untimed_ns", view.slot->untimed.count());
  object.set("cpu_ns", view.slot->cpu.count()).set("foreign_cpu_ns", view.slot->foreign_cpu.count());
  if (view.disturbance) {
    object.set("void", view.is_void);
    object.set("disturbance", to_string(*view.disturbance));
  } else {
    object.unknown("void", "the epoch was cut before its rounds were judged");
    object.unknown("disturbance", "the epoch was cut before its rounds were judged");
  }
  object.set("durations_ns", view.slot->durations_ns);
  return object.take();
}

Json slots_json(const std::vector<SlotView>& slots, CandidateIndex candidate) {
  Json list = Json::array();
  for (const SlotView& view : slots) {
    if (view.slot->candidate == candidate) list.push_back(slot_json(view));
  }
  return list;
}

JsonObject candidate_json(const Candidate& candidate, const CandidateResult& figures,
                          const std::string& unit) {
  const std::string none = without_figures(figures.outcome);
  JsonObject object;
  set_identity(candidate, object);
  object.set("status", to_string(figures.outcome.status)).set("reason", figures.outcome.reason);
  object.set("survivor", figures.survivor);
  if (figures.left_after_unit) {
    object.set("left_after_unit", *figures.left_after_unit);
  } else {
    object.unknown("left_after_unit", figures.survivor ? "it did not leave" : "it was never in the race");
  }
  object.set("latency_ms", latency_json(figures, none, unit));
  object.set_or_null("throughput_per_s", figures.throughput_per_s, none);
  object.set("samples", figures.samples).set("units", figures.units);
  set_facts(figures.facts, none, object);
  const bool checked = figures.reference != "none";
  object.set_or_null("relative_error", figures.relative_error, checked ? "not told" : "outputs not checked");
  object.set_or_null(
      "observed_bits", figures.observed_bits,
      figures.relative_error == 0.0 ? "no difference at all: unboundedly many" : "outputs not checked");
  object.set("reference", figures.reference);
  if (!figures.remark.empty()) object.set("remark", figures.remark);
  set_execution(figures, none, object);
  return object;
}

}  // namespace

Json candidates_json(const CellView& cell, Samples samples) {
  Json list = Json::array();
  const std::vector<SlotView> slots =
      samples == Samples::kInclude ? slots_of(cell.record()) : std::vector<SlotView>();
  for (CandidateIndex i = 0; i < cell.record().candidates.size(); ++i) {
    JsonObject object = candidate_json(cell.record().candidates[i], cell.figures(i), cell.unit());
    if (samples == Samples::kInclude) object.set("slots", slots_json(slots, i));
    list.push_back(object.take());
  }
  for (const AbsentCandidate& absent : cell.record().absent) {
    CandidateResult figures;
    figures.outcome = absent.outcome;
    JsonObject object = candidate_json(absent.candidate, figures, cell.unit());
    if (samples == Samples::kInclude) object.set("slots", Json::array());
    list.push_back(object.take());
  }
  return list;
}

}  // namespace bakeoff::report
