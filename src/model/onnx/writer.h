#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "model/onnx/data_file.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The graph as the bytes of an ONNX file: data as raw_data, initializers not listed as inputs (so
/// ir_version is written as at least 4 where there are any, and `overridable` is not kept).
/// parse_onnx(to_onnx(g)) == g for whatever parse_onnx gave, with `overridable` empty. The weights must come
/// to at most kMostInOneFile.
std::string to_onnx(const Graph& graph);

/// The same with the tensors of `layout` left in a file named `data_file`, which lies beside the model.
/// Errors: kUnsupported where the rest comes to more than kMostInOneFile.
Result<std::string> to_onnx(const Graph& graph, const DataLayout& layout, const std::string& data_file);

/// Writes the graph so that `path` is the old file or the whole new one, whatever happens meanwhile. Weights
/// past `most_in_one_file` go into `path`.data, which is written first. Errors: as above; kInternal with the
/// system's reason.
Result<void> write_onnx(const Graph& graph, const std::filesystem::path& path,
                        std::uint64_t most_in_one_file = kMostInOneFile);

}  // namespace bakeoff::model
