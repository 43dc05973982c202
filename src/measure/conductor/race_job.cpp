#include "measure/conductor/race_job.h"

#include "measure/host/memory.h"

namespace bakeoff::measure {
namespace {

constexpr double kMemoryShare = 0.8;

Bytes default_memory_limit() {
  const auto available = available_memory();
  return available ? Bytes{static_cast<std::uint64_t>(kMemoryShare * static_cast<double>(available->count))}
                   : Bytes{std::uint64_t{1} << 62U};
}

}  // namespace

std::vector<model::ModelForm> RaceJob::forms() const {
  std::vector<model::ModelForm> forms;
  for (const Contender& contender : contenders) {
    forms.push_back(contender.model ? *contender.model : model::plain_form(model));
  }
  return forms;
}

Supervision supervision_of(const RaceJob& job, Nanoseconds budget, SignalWatch& signals, RaceTime& time) {
  Supervision supervision;
  supervision.signals = &signals;
  supervision.time = &time;
  supervision.budget = budget;
  supervision.memory_limit = job.memory_limit.count > 0 ? job.memory_limit : default_memory_limit();
  return supervision;
}

}  // namespace bakeoff::measure
