#include "record/accuracy.h"
#include "report/check_text.h"
#include "report/json_object.h"

namespace bakeoff::report {
namespace {

Json result_json(const CheckedCandidate& checked) {
  const Candidate& candidate = checked.candidate;
  JsonObject object;
  object.set("name", candidate.name).set("runtime", candidate.runtime);
  if (candidate.version.empty()) {
    object.unknown("version", "not installed");
  } else {
    object.set("version", candidate.version);
  }
  object.set("configuration", candidate.configuration)
      .set("device", checked.device)
      .set("precision", to_string(candidate.precision))
      .set("batch", candidate.batch)
      .set("status", to_string(checked.outcome.status))
      .set("reason", checked.outcome.reason);
  const bool held = checked.reference != "none";
  object.set_or_null("relative_error", checked.relative_error, held ? "not a number" : "outputs not checked");
  object.set_or_null("observed_bits", observed_bits(checked.relative_error),
                     held ? "not a number" : "outputs not checked");
  object.set("reference", checked.reference);
  if (!checked.remark.empty()) object.set("remark", checked.remark);
  if (checked.executed_precision) {
    object.set("executed_precision", *checked.executed_precision);
  } else {
    object.unknown("executed_precision", "neither told nor measured");
  }
  return object.take();
}

}  // namespace

std::string check_json(const std::vector<CheckedModel>& models) {
  Json list = Json::array();
  for (const CheckedModel& model : models) {
    Json results = Json::array();
    for (const CheckedCandidate& checked : model.results) results.push_back(result_json(checked));
    list.push_back({{"model", model.model}, {"results", std::move(results)}});
  }
  return dumped({{"schema", "bakeoff/1"}, {"models", std::move(list)}});
}

}  // namespace bakeoff::report
