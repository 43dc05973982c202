#pragma once

#include <map>
#include <memory>
#include <vector>

#include "measure/conductor/inputs_region.h"
#include "measure/conductor/outputs.h"
#include "measure/conductor/race_job.h"
#include "measure/conductor/worker_process.h"
#include "record/events.h"

namespace bakeoff::measure {

/// The workers of a race: at most one for each candidate, of which at most one is ever runnable.
class Crew {
 public:
  /// All three outlive the crew.
  Crew(const RaceJob& job, const InputsRegion& inputs, Supervision& supervision);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// What a candidate showed when it was brought up.
  struct Arrival {
    WorkerFacts facts;
    Outputs outputs;  ///< of every input set, names and axes as the model has them
  };

  /// Starts a fresh worker for a candidate, loads the model, runs every input set once and warms up; it is
  /// frozen when this returns. After a fault it is gone.
  Answer<Arrival> bring_up(CandidateIndex candidate);

  /// One timed slot of a worker that is up, frozen before and after.
  Answer<SlotTimed> slot(CandidateIndex candidate, std::uint32_t round);

  /// The outputs for one input set, as the worker gives them now.
  Answer<std::vector<OutputTensor>> outputs_now(CandidateIndex candidate, std::size_t set);

  /// Ends a worker and whatever it leaves behind.
  void dismiss(CandidateIndex candidate);
  void dismiss_all();
  [[nodiscard]] bool has(CandidateIndex candidate) const { return workers_.contains(candidate); }

  /// CPU time of all workers that ever were in this crew.
  [[nodiscard]] Nanoseconds cpu_time() const;

  /// Most that any worker used while frozen, since the last call of forget_frozen_cpu.
  [[nodiscard]] Nanoseconds frozen_cpu() const;
  void forget_frozen_cpu();

 private:
  Answer<Arrival> prepare(WorkerProcess& worker, CandidateIndex candidate);
  Answer<std::vector<OutputTensor>> fetch_outputs(CandidateIndex candidate, std::size_t set,
                                                  std::string_view doing, Nanoseconds* duration);
  Answer<void> freeze(WorkerProcess& worker);
  void thaw(WorkerProcess& worker);
  void end(WorkerProcess& worker);
  [[nodiscard]] Nanoseconds patience() const;

  const RaceJob* job_;
  const InputsRegion* inputs_;
  Supervision* supervision_;
  std::vector<model::ModelForm> forms_;
  std::map<CandidateIndex, std::unique_ptr<WorkerProcess>> workers_;
  Nanoseconds dismissed_cpu_{0};
};

}  // namespace bakeoff::measure
