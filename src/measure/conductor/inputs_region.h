#pragma once

#include <vector>

#include "base/error.h"
#include "measure/worker/protocol.h"
#include "measure/worker/shared_memory.h"
#include "model/prepare/form.h"
#include "model/prepare/prepared.h"

namespace bakeoff::measure {

/// All input sets of a prepared model in one sealed region, which every worker maps read-only: once for each
/// order of axes that a form of the model wants.
struct InputsRegion {
  SharedMemory memory;
  std::vector<std::vector<std::vector<protocol::TensorPlace>>> sets;  ///< sets[f][s][i] for form f
};

Result<InputsRegion> share_inputs(const model::PreparedModel& model,
                                  const std::vector<model::ModelForm>& forms);

/// For the model as it is, the only form.
Result<InputsRegion> share_inputs(const model::PreparedModel& model);

}  // namespace bakeoff::measure
