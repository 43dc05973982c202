#pragma once

#include <vector>

#include "base/error.h"
#include "measure/worker/protocol.h"
#include "measure/worker/shared_memory.h"
#include "model/prepare/prepared.h"

namespace bakeoff::measure {

/// All input sets of a prepared model in one sealed region, which every worker maps read-only.
struct InputsRegion {
  SharedMemory memory;
  std::vector<std::vector<protocol::TensorPlace>> sets;  ///< sets[s][i]
};

Result<InputsRegion> share_inputs(const model::PreparedModel& model);

}  // namespace bakeoff::measure
