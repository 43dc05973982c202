#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/error.h"
#include "model/prepare/prepared.h"

namespace bakeoff::model {

struct PrepareRequest {
  std::string model;  ///< a zoo name or the path of an .onnx file
  int batch = 1;
  std::uint64_t input_seed = 1;
  int sets = 4;  ///< distinct inputs in rotation
};

/// Makes (or finds in `cache`) the file and the inputs for one model at one batch size. Content-addressed and
/// written atomically, so that a kill or a second bakeoff leaves no half file; a damaged entry is made anew.
/// Errors: kNotFound with the nearest zoo name; kBadInput with the place in the file; kUnsupported naming the
/// operator.
Result<PreparedModel> prepare(const PrepareRequest& request, const std::filesystem::path& cache);

/// $XDG_CACHE_HOME/bakeoff, or ~/.cache/bakeoff.
std::filesystem::path default_cache();

}  // namespace bakeoff::model
