#pragma once

#include <optional>
#include <string>

#include "measure/conductor/outputs.h"
#include "measure/conductor/race_job.h"
#include "measure/conductor/trouble.h"

namespace bakeoff::measure {

/// Which arithmetic gave these outputs of the probe model (probe_model.h): fp32, tf32, fp16 or bf16, of its
/// convolution and its matrix product the coarser; nothing where they fit none.
std::optional<std::string> arithmetic_of(const Outputs& outputs);

/// Runs the probe model, which is the job's, in a worker of the job's one contender, and says what it
/// computed in. The trouble of a contender that cannot run it is its outcome.
Answer<std::optional<std::string>> probe_precision(const RaceJob& job, SignalWatch& signals);

}  // namespace bakeoff::measure
