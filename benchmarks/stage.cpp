#include "stage.h"

#include <system_error>
#include <utility>

#include "measure/host/memory.h"

namespace bakeoff::bench {

using namespace std::chrono_literals;

Result<std::filesystem::path> build_folder() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return fail(ErrorKind::kInternal, "cannot tell where this program lies: " + error.message());
  return self.parent_path().parent_path();
}

Result<std::unique_ptr<Stage>> Stage::set() {
  auto build = build_folder();
  if (!build) return tl::unexpected(build.error());
  auto cpus = measure::allowed_cpus();
  if (!cpus) return tl::unexpected(cpus.error());
  auto signals = measure::SignalWatch::open();
  if (!signals) return tl::unexpected(signals.error());
  const auto memory = measure::available_memory();
  if (!memory) return tl::unexpected(memory.error());
  return std::make_unique<Stage>(std::move(*build), std::move(*cpus), std::move(*signals), *memory);
}

Stage::Stage(std::filesystem::path build, measure::CpuSet cpus, measure::SignalWatch signals,
             Bytes memory_limit)
    : build_(std::move(build)), cpus_(std::move(cpus)), signals_(std::move(signals)), time_(clock_) {
  supervision_.signals = &signals_;
  supervision_.time = &time_;
  supervision_.budget = 24h;
  supervision_.memory_limit = memory_limit;
}

measure::RaceJob Stage::job(measure::Contender contender, model::PreparedModel model) const {
  measure::RaceJob job;
  job.cell.model = model.name;
  job.cell.threads = cpus_.physical_cores;
  job.contenders = {std::move(contender)};
  job.model = std::move(model);
  job.cpus = cpus_;
  job.worker = worker();
  job.patience = 60s;
  return job;
}

measure::Contender Stage::built_in(const std::string& name, Options options) const {
  measure::Contender contender;
  contender.candidate.name = contender.candidate.runtime = name;
  contender.candidate.options = std::move(options);
  contender.adapter = adapter(name);
  contender.scripted = true;
  return contender;
}

Error error_of(const measure::Trouble& trouble) {
  if (const auto* const error = std::get_if<Error>(&trouble)) return *error;
  if (const auto* const outcome = std::get_if<Outcome>(&trouble)) {
    return {ErrorKind::kInternal, std::string(to_string(outcome->status)) + ": " + outcome->reason, "", ""};
  }
  return {ErrorKind::kInterrupted, "interrupted", "", ""};
}

}  // namespace bakeoff::bench
