#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/prepare/prepared.h"
#include "record/cell.h"

namespace bakeoff::model {

struct PrepareRequest {
  std::string model;  ///< a zoo name or the path of an .onnx file
  int batch = 1;      ///< or kOwnBatch (rewrite.h)
  std::uint64_t input_seed = 1;
  int sets = 4;                          ///< distinct inputs in rotation
  std::vector<InputShape> shapes{};      ///< --shape
  std::vector<InputFile> input_files{};  ///< --input
};

/// Makes (or finds in `cache`) the file and the inputs for one model at one batch size. Content-addressed and
/// written atomically, so that a kill or a second bakeoff leaves no half file; a damaged entry is made anew.
/// Errors: as find_model; kUsage for shapes and files of inputs that the model does not
/// have; kBadInput with the place in the file; kUnsupported for an opset before 7, inputs that bakeoff cannot
/// feed, and as with_batch. Operators that bakeoff does not know are the runtimes' affair.
Result<PreparedModel> prepare(const PrepareRequest& request, const std::filesystem::path& cache);

}  // namespace bakeoff::model
