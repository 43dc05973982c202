#pragma once

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// Inputs and the outputs that a model must give for them, in the order of the model's own.
struct TestDataSet {
  std::filesystem::path folder;
  std::vector<Tensor> inputs;
  std::vector<Tensor> outputs;
};

/// The format of the ONNX project's backend tests: input_0.pb, input_1.pb, ..., output_0.pb, ... in `folder`,
/// or in folders test_data_set_0, ... of it, in the order of their numbers. Errors: kNotFound where there is
/// neither; kBadInput naming the file, also for a number that is missing; as parse_tensor.
Result<std::vector<TestDataSet>> read_test_data(const std::filesystem::path& folder);

}  // namespace bakeoff::model
