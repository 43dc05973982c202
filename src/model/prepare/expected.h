#pragma once

#include <filesystem>

#include "base/error.h"
#include "model/prepare/prepared.h"
#include "model/reference/compare.h"
#include "record/cell.h"

namespace bakeoff::model {

/// What the outputs of a prepared model must be for its input sets, and the error of an honest execution at
/// `precision`. A batch is computed item by item where the model keeps items apart, each distinct one once.
/// Kept in `cache`. Errors: kUnsupported naming the operator that the reference does not know.
Result<reference::Expected> expected_outputs(const PreparedModel& model, Precision precision,
                                             const std::filesystem::path& cache);

}  // namespace bakeoff::model
