#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/lower/lowered.h"
#include "model/prepare/prepared.h"
#include "record/cell.h"

namespace bakeoff::model {

/// What a runtime is given instead of the ONNX graph in fp32.
struct FormRequest {
  std::string form = "onnx";               ///< onnx, torchscript, graphdef
  Precision precision = Precision::kFp32;  ///< of the tensors in the file; its inputs and outputs stay fp32
  auto operator<=>(const FormRequest&) const = default;
};

/// One file that a worker loads, and how its inputs and outputs relate to those of the model, which stand in
/// the same order.
struct ModelForm {
  std::filesystem::path path;
  std::string sha256;
  std::vector<LoweredTensor> inputs;
  std::vector<LoweredTensor> outputs;  ///< only names and axes are known of outputs that nobody inferred
};

/// The prepared model as it is: the ONNX graph in fp32.
ModelForm plain_form(const PreparedModel& model);

/// Rewrites and lowers the prepared model, and keeps the result in `cache`. Errors: kUnsupported naming the
/// operator and node, or the form that nothing is lowered to; kInternal when the cache takes nothing.
Result<ModelForm> make_form(const PreparedModel& model, const FormRequest& request,
                            const std::filesystem::path& cache);

}  // namespace bakeoff::model
