#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "model/prepare/prepared.h"
#include "record/cell.h"

namespace bakeoff::model {

/// Puts the values of --input files in the place of those made from the seed, the same in every set, and
/// notes their hashes. Errors: as read_npy; kUsage for an input that the model does not have;
/// kBadInput for another shape than the input's, and for values that its type cannot hold exactly.
Result<void> use_given_inputs(const std::vector<InputFile>& files, PreparedModel& model);

}  // namespace bakeoff::model
