#include "cli/run/equipment.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "measure/conductor/probe.h"
#include "model/onnx/rewrite.h"
#include "model/prepare/backend_data.h"
#include "model/prepare/expected.h"
#include "model/prepare/prepare.h"
#include "model/prepare/probe_model.h"
#include "model/reference/tolerance.h"
#include "runtimes/catalogue.h"

namespace bakeoff::cli {
namespace {

using namespace std::chrono_literals;

// Some runtimes compile for tens of seconds when they first see a model, also a small one.
constexpr Nanoseconds kProbePatience = 60s;

Result<model::PreparedModel> prepared(const Cell& cell, const std::filesystem::path& cache) {
  return model::prepare(
      {.model = cell.model, .batch = cell.batch, .shapes = cell.shapes, .input_files = cell.input_files},
      cache);
}

Result<model::FormRequest> request_for(const Candidate& candidate) {
  const auto entry = runtimes::find_runtime(candidate.runtime);
  if (!entry) return tl::unexpected(entry.error());
  const bool typed = entry->precision_by == runtimes::PrecisionBy::kModel;
  return model::FormRequest{entry->form, typed ? candidate.precision : Precision::kFp32};
}

// Whatever may change the arithmetic.
std::string probe_key(const Cell& cell, const measure::Contender& contender) {
  const Candidate& candidate = contender.candidate;
  return fmt::format("{} {} {} {} {} {} {}", contender.adapter.string(), candidate.library_sha256,
                     candidate.configuration, to_string(candidate.precision), cell.device, cell.strict,
                     cell.threads);
}

Error interrupted() {
  return {ErrorKind::kInterrupted, "interrupted", "", ""};
}

}  // namespace

Result<void> Equipment::equip(PlannedCell& planned) {
  CellRecord& record = planned.record;
  if (!data_.empty()) {
    auto shapes = model::shapes_of(record.cell.model, data_);
    if (!shapes) return tl::unexpected(shapes.error());
    record.cell.shapes = std::move(*shapes);
    record.cell.batch = model::kOwnBatch;
  }
  const auto model = prepared(record.cell, cache_);
  if (!model) return tl::unexpected(model.error());
  record.cell.batch = model->batch;
  for (measure::Contender& contender : planned.contenders) contender.candidate.batch = model->batch;
  for (AbsentCandidate& absent : record.absent) absent.candidate.batch = model->batch;
  record.cell.model_sha256 = model->sha256;
  for (std::size_t i = 0; i < model->given_sha256.size(); ++i) {
    record.cell.input_files[i].sha256 = model->given_sha256[i];
  }
  for (const std::string& remark : model->remarks) say_(record.cell.model + ": " + remark);

  std::map<model::FormRequest, Result<model::ModelForm>> forms;
  std::vector<measure::Contender> able;
  record.candidates.clear();
  for (measure::Contender& contender : planned.contenders) {
    const auto request = request_for(contender.candidate);
    if (!request) return tl::unexpected(request.error());
    if (!forms.contains(*request)) forms.emplace(*request, form_of(*model, *request));
    const Result<model::ModelForm>& form = forms.at(*request);
    if (form) {
      contender.form = request->form;
      contender.model = *form;
      record.candidates.push_back(contender.candidate);
      able.push_back(std::move(contender));
    } else if (form.error().kind == ErrorKind::kUnsupported) {
      record.absent.push_back({contender.candidate, {Status::kUnsupported, to_string(form.error())}});
    } else {
      return tl::unexpected(form.error());
    }
  }
  planned.contenders = std::move(able);
  return {};
}

Result<model::ModelForm> Equipment::form_of(const model::PreparedModel& model,
                                            const model::FormRequest& request) {
  if (request.form != "onnx") say_(fmt::format("{}: lowering to {}", model.name, request.form));
  return model::make_form(model, request, cache_);
}

Result<measure::RaceJob> Equipment::job(const PlannedCell& planned) {
  const CellRecord& record = planned.record;
  auto model = prepared(record.cell, cache_);
  if (!model) return tl::unexpected(model.error());
  measure::RaceJob job{.cell = record.cell,
                       .rules = record.rules,
                       .contenders = planned.contenders,
                       .model = std::move(*model),
                       .cpus = cpus_,
                       .worker = program_.worker};
  const bool to_be_checked =
      std::any_of(job.contenders.begin(), job.contenders.end(),
                  [](const measure::Contender& contender) { return !contender.scripted; });
  if (to_be_checked) {
    auto reference = reference_for(record.cell, job.model);
    if (!reference) return tl::unexpected(reference.error());
    job.reference = std::move(*reference);
  }
  for (measure::Contender& contender : job.contenders) {
    if (contender.scripted) continue;
    const auto request = request_for(contender.candidate);
    if (!request) return tl::unexpected(request.error());
    auto arithmetic = probed(record.cell, contender, *request);
    if (!arithmetic) return tl::unexpected(arithmetic.error());
    contender.probed_precision = std::move(*arithmetic);
  }
  return job;
}

// Of test data nobody says how exact they are: the tolerance is the least of the precision.
Result<measure::Reference> Equipment::data_reference(const Cell& cell, model::PreparedModel& model) const {
  auto expected = model::use_test_data(data_, model);
  if (!expected) return tl::unexpected(expected.error());
  return measure::Reference{.source = "data",
                            .expected = std::move(*expected),
                            .tolerance = model::reference::tolerance(cell.precision, 0)};
}

Result<std::optional<measure::Reference>> Equipment::reference_for(const Cell& cell,
                                                                   model::PreparedModel& model) {
  if (!data_.empty()) return data_reference(cell, model);
  say_(fmt::format("{}: computing what its outputs must be", cell.model));
  auto expected = model::expected_outputs(model, cell.precision, cache_);
  if (expected) {
    const double tolerance = model::reference::tolerance(cell.precision, expected->emulated_error);
    return measure::Reference{.source = "fp64", .expected = std::move(*expected), .tolerance = tolerance};
  }
  if (expected.error().kind != ErrorKind::kUnsupported) return tl::unexpected(expected.error());
  say_(fmt::format("{}: the runtimes are held against one another: {}", cell.model,
                   to_string(expected.error())));
  return std::nullopt;
}

Result<std::optional<std::string>> Equipment::probed(const Cell& cell, const measure::Contender& contender,
                                                     const model::FormRequest& request) {
  const std::string key = probe_key(cell, contender);
  if (const auto known = probed_.find(key); known != probed_.end()) return known->second;
  say_(fmt::format("{}: measuring what {} computes in", contender.candidate.name, to_string(cell.precision)));
  auto model = model::prepare_probe(cache_);
  if (!model) return tl::unexpected(model.error());
  auto form = model::make_form(*model, request, cache_);
  if (!form) return tl::unexpected(form.error());
  measure::RaceJob job{.cell = cell,
                       .rules = {},
                       .contenders = {contender},
                       .model = std::move(*model),
                       .cpus = cpus_,
                       .worker = program_.worker,
                       .patience = kProbePatience};
  job.contenders.front().model = std::move(*form);
  job.contenders.front().candidate.batch = 1;
  auto found = measure::probe_precision(job, *signals_);
  if (found) return probed_[key] = std::move(*found);
  if (std::holds_alternative<StopCause>(found.error()) && signals_->stopped())
    return tl::unexpected(interrupted());
  if (const auto* const error = std::get_if<Error>(&found.error())) return tl::unexpected(*error);
  // Its own fault: what it is comes out where the model itself is checked.
  return probed_[key] = std::nullopt;
}

}  // namespace bakeoff::cli
