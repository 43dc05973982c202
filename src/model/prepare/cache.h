#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"
#include "model/onnx/data_file.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// A file of the cache, found under the hash of what it holds.
struct CachedFile {
  std::filesystem::path path;
  std::string sha256;
};

/// Finds `bytes` in the folder `cache`/models as HASH + `extension` (".onnx"), or writes them there. A file
/// whose content is not what its name says is replaced; one that is right is only marked as used, if it can
/// be, so that a full or read-only cache serves what it has.
/// Errors: kInternal with the system's reason, and what to do about it.
Result<CachedFile> keep_in_cache(const std::filesystem::path& cache, std::string_view bytes,
                                 const std::string& extension = ".onnx");

/// The same for a graph. Weights past `most_in_one_file` are kept in a data file of their own beside it,
/// under the hash of what that holds; the model names it, so that the model's hash covers the weights too.
Result<CachedFile> keep_in_cache(const std::filesystem::path& cache, const Graph& graph,
                                 std::uint64_t most_in_one_file = kMostInOneFile);

}  // namespace bakeoff::model
