#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "base/error.h"
#include "cli/program.h"
#include "cli/run/plan.h"
#include "measure/conductor/race_job.h"
#include "measure/conductor/signal_watch.h"
#include "measure/host/cpu_set.h"
#include "model/onnx/test_data.h"
#include "model/prepare/form.h"

namespace bakeoff::cli {

/// Makes what workers are given (models in the form of each runtime, inputs, what is known of a runtime's
/// arithmetic) and remembers what several cells of a study share.
class Equipment {
 public:
  /// Hears what takes long, one line at a time.
  using Say = std::function<void(const std::string&)>;

  /// `signals` outlives it.
  Equipment(Program program, measure::CpuSet cpus, std::filesystem::path cache, measure::SignalWatch& signals,
            Say say)
      : program_(std::move(program)),
        cpus_(std::move(cpus)),
        cache_(std::move(cache)),
        signals_(&signals),
        say_(std::move(say)) {}

  /// Takes inputs and right outputs from these sets from now on, instead of making and computing them; the
  /// cells' models then run at the batch and in the shapes of the data.
  void use(std::vector<model::TestDataSet> data) { data_ = std::move(data); }

  /// Prepares the cell's model and each contender's form of it. A contender whose form of it cannot be made
  /// is absent from then on, unsupported. Remarks on the model are said.
  Result<void> equip(PlannedCell& planned);

  /// All that a race or check of an equipped cell needs. What each contender computes in is measured on the
  /// way, once for each of its precisions. kInterrupted where a person stops that.
  Result<measure::RaceJob> job(const PlannedCell& planned);

 private:
  Result<model::ModelForm> form_of(const model::PreparedModel& model, const model::FormRequest& request);
  Result<std::optional<measure::Reference>> reference_for(const Cell& cell, model::PreparedModel& model);
  Result<measure::Reference> data_reference(const Cell& cell, model::PreparedModel& model) const;
  Result<std::optional<std::string>> probed(const Cell& cell, const measure::Contender& contender,
                                            const model::FormRequest& request);

  Program program_;
  measure::CpuSet cpus_;
  std::filesystem::path cache_;
  measure::SignalWatch* signals_;
  Say say_;
  std::vector<model::TestDataSet> data_;
  std::map<std::string, std::optional<std::string>> probed_;  ///< by what decides it
};

}  // namespace bakeoff::cli
