#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "model/onnx/test_data.h"
#include "model/prepare/prepared.h"
#include "model/reference/compare.h"
#include "record/cell.h"

namespace bakeoff::model {

/// The shapes that test data give the inputs of the model in `path`. Errors: as read_onnx; kBadInput where a
/// set has another number of inputs than the model, or sets have other shapes than the first.
Result<std::vector<InputShape>> shapes_of(const std::filesystem::path& path,
                                          const std::vector<TestDataSet>& data);

/// Feeds a prepared model, whose shapes are those of the data, with the data's inputs in place of those made
/// from the seed, and gives the outputs it must have for them. Errors: kBadInput naming the input or output
/// that does not fit.
Result<reference::Expected> use_test_data(const std::vector<TestDataSet>& data, PreparedModel& model);

}  // namespace bakeoff::model
