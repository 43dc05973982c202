#include "measure/conductor/crew.h"

#include <algorithm>

#include "measure/conductor/orphans.h"
#include "measure/conductor/precision_floor.h"
#include "measure/host/cpu_times.h"
#include "measure/host/memory.h"

namespace bakeoff::measure {
namespace {

using namespace std::chrono_literals;

protocol::LoadCommand load_command(const RaceJob& job, const Contender& contender,
                                   const model::ModelForm& form,
                                   const std::vector<std::vector<protocol::TensorPlace>>& sets) {
  protocol::LoadCommand command;
  command.adapter = contender.adapter.string();
  command.library_dir = contender.library_dir.string();
  command.model_path = form.path.string();
  command.form = contender.form;
  command.device = job.cell.device;
  command.precision = to_string(contender.candidate.precision);
  command.strict = job.cell.strict;
  command.threads = job.cell.threads;
  command.batch = contender.candidate.batch;
  command.options = contender.candidate.options;
  command.sets = sets;
  for (const model::LoweredTensor& output : form.outputs) command.outputs.push_back(output.name);
  return command;
}

Bytes peak_and_reset(pid_t process) {
  const auto memory = process_memory(process);
  reset_peak_memory(process);
  return memory ? memory->peak : Bytes{};
}

}  // namespace

Crew::Crew(const RaceJob& job, const InputsRegion& inputs, Supervision& supervision)
    : job_(&job), inputs_(&inputs), supervision_(&supervision), forms_(job.forms()) {
  adopt_orphans();
}

Crew::~Crew() {
  dismiss_all();
}

Nanoseconds Crew::patience() const {
  return job_->patience > 0ns ? job_->patience : std::max<Nanoseconds>(5s, job_->rules.budget / 3);
}

Answer<void> Crew::freeze(WorkerProcess& worker) {
  if (!job_->rules.freezing) return {};
  return worker.freeze();
}

void Crew::thaw(WorkerProcess& worker) {
  if (job_->rules.freezing) worker.thaw();
}

Answer<Crew::Arrival> Crew::bring_up(CandidateIndex candidate) {
  auto worker =
      trouble_if(WorkerProcess::start(job_->worker, job_->cpus, inputs_->memory.descriptor(), *supervision_));
  if (!worker) return tl::unexpected(worker.error());
  WorkerProcess& started = *(workers_[candidate] = std::move(*worker));
  auto arrival = prepare(started, candidate);
  if (!arrival) dismiss(candidate);
  return arrival;
}

Answer<Crew::Arrival> Crew::prepare(WorkerProcess& worker, CandidateIndex candidate) {
  Arrival arrival;
  WorkerFacts& facts = arrival.facts;
  const auto& sets = inputs_->sets[candidate];
  const auto loaded = worker.ask<protocol::LoadReply>(
      load_command(*job_, job_->contenders[candidate], forms_[candidate], sets), patience(),
      "loading the model");
  if (!loaded) return tl::unexpected(loaded.error());
  facts.load = Nanoseconds(loaded->load_ns);
  facts.notes.emplace_back("library_version", loaded->library_version);
  facts.memory.load = peak_and_reset(worker.process());

  protocol::WarmUpCommand warm_up;
  for (std::size_t set = 0; set < sets.size(); ++set) {
    Nanoseconds duration{0};
    auto outputs = fetch_outputs(
        candidate, set, set == 0 ? "running the first inference" : "checking its outputs", &duration);
    if (!outputs) return tl::unexpected(outputs.error());
    arrival.outputs.push_back(std::move(*outputs));
    if (set > 0) {
      warm_up.durations_ns.push_back(static_cast<std::uint64_t>(duration.count()));
    } else {
      facts.first_inference = duration;
      facts.memory.compile = std::max(facts.memory.load, peak_and_reset(worker.process()));
    }
  }

  const auto warm = worker.ask<protocol::WarmUpReply>(warm_up, patience(), "warming up");
  if (!warm) return tl::unexpected(warm.error());
  facts.warmup_inferences = warm->inferences;
  facts.steady = warm->steady;
  for (const auto& [key, value] : warm->facts) {
    if (key == "executed_precision") {
      facts.executed_precision = value;
    } else {
      facts.notes.emplace_back(key, value);
    }
  }
  facts.executed_precision = coarser(facts.executed_precision, job_->contenders[candidate].probed_precision);
  facts.memory.peak = std::max(facts.memory.compile, peak_and_reset(worker.process()));
  if (auto frozen = freeze(worker); !frozen) return tl::unexpected(frozen.error());
  return arrival;
}

Answer<std::vector<OutputTensor>> Crew::fetch_outputs(CandidateIndex candidate, std::size_t set,
                                                      std::string_view doing, Nanoseconds* duration) {
  WorkerProcess& worker = *workers_.at(candidate);
  const auto reply = worker.ask<protocol::OutputsReply>(protocol::OutputsCommand{set}, patience(), doing);
  if (!reply) return tl::unexpected(reply.error());
  if (duration != nullptr) *duration = Nanoseconds(reply->inference_ns);
  std::vector<OutputTensor> outputs;
  for (const auto& place : reply->outputs) {
    auto bytes = worker.output_bytes(place);
    if (!bytes) return tl::unexpected<Trouble>(Outcome{Status::kCrashed, bytes.error().what});
    outputs.push_back({place.name, place.element_type, place.dims, std::move(*bytes)});
  }
  const std::vector<model::LoweredTensor>& lowered = forms_[candidate].outputs;
  for (std::size_t i = 0; i < outputs.size() && i < lowered.size(); ++i) {
    if (i < job_->model.output_names.size()) outputs[i].name = job_->model.output_names[i];
    undo_order(outputs[i], lowered[i].axes);
  }
  return outputs;
}

Answer<std::vector<OutputTensor>> Crew::outputs_now(CandidateIndex candidate, std::size_t set) {
  WorkerProcess& worker = *workers_.at(candidate);
  thaw(worker);
  auto outputs = fetch_outputs(candidate, set, "checking its outputs", nullptr);
  if (!outputs) return outputs;
  if (auto frozen = freeze(worker); !frozen) return tl::unexpected(frozen.error());
  return outputs;
}

Answer<SlotTimed> Crew::slot(CandidateIndex candidate, std::uint32_t round) {
  WorkerProcess& worker = *workers_.at(candidate);
  const auto machine_before = read_cpu_times(job_->cpus);
  const Nanoseconds own_before = cpu_time();
  thaw(worker);
  const auto reply = worker.ask<protocol::SlotReply>(
      protocol::SlotCommand{static_cast<std::uint64_t>(job_->rules.slot.count())},
      patience() + job_->rules.slot, "being timed");
  if (!reply) return tl::unexpected(reply.error());
  if (auto frozen = freeze(worker); !frozen) return tl::unexpected(frozen.error());

  SlotTimed slot;
  slot.round = round;
  slot.candidate = candidate;
  const std::uint64_t* const stamps = worker.stamps();
  const std::size_t inferences = std::min<std::size_t>(reply->inferences, protocol::kMaxStamps);
  if (inferences == 0) return tl::unexpected<Trouble>(Outcome{Status::kCrashed, "it timed no inference"});
  slot.begin = Nanoseconds(stamps[0]);
  slot.untimed = Nanoseconds(reply->untimed_ns);
  slot.cpu = Nanoseconds(reply->cpu_ns);
  slot.durations_ns.reserve(inferences);
  for (std::size_t i = 1; i <= inferences; ++i) {
    if (stamps[i] < stamps[i - 1]) {
      worker.kill();
      return tl::unexpected<Trouble>(
          Outcome{Status::kCrashed, "it overwrote the stamps of its own inferences"});
    }
    slot.durations_ns.push_back(stamps[i] - stamps[i - 1]);
  }
  const auto machine_after = read_cpu_times(job_->cpus);
  if (machine_before && machine_after) {
    const Nanoseconds others = (machine_after->busy - machine_before->busy) - (cpu_time() - own_before);
    slot.foreign_cpu = std::max(others, Nanoseconds(0));
  }
  return slot;
}

void Crew::dismiss(CandidateIndex candidate) {
  const auto found = workers_.find(candidate);
  if (found == workers_.end()) return;
  end(*found->second);
  workers_.erase(found);
  std::vector<pid_t> others;
  for (const auto& [other, worker] : workers_) others.push_back(worker->process());
  kill_orphans(others);
}

void Crew::dismiss_all() {
  if (workers_.empty()) return;
  // All are told before any is waited for: giving back hundreds of megabytes takes a while, and they can do
  // it at once.
  for (const auto& [candidate, worker] : workers_) worker->condemn();
  for (const auto& [candidate, worker] : workers_) end(*worker);
  workers_.clear();
  kill_orphans({});
}

void Crew::end(WorkerProcess& worker) {
  worker.kill();
  dismissed_cpu_ += worker.cpu_time();
}

Nanoseconds Crew::cpu_time() const {
  Nanoseconds sum = dismissed_cpu_;
  for (const auto& [candidate, worker] : workers_) sum += worker->cpu_time();
  return sum;
}

Nanoseconds Crew::frozen_cpu() const {
  Nanoseconds most{0};
  for (const auto& [candidate, worker] : workers_) most = std::max(most, worker->frozen_cpu());
  return most;
}

void Crew::forget_frozen_cpu() {
  for (const auto& [candidate, worker] : workers_) worker->forget_frozen_cpu();
}

}  // namespace bakeoff::measure
