#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// The graph as the bytes of an ONNX file: data as raw_data, initializers not listed as inputs (so
/// ir_version is written as at least 4 where there are any, and `overridable` is not kept).
/// parse_onnx(to_onnx(g)) == g for whatever parse_onnx gave, with `overridable` empty. The graph must come to
/// less than 2 GiB: see write_onnx.
std::string to_onnx(const Graph& graph);

/// Writes to_onnx(graph) so that `path` is the old file or the whole new one, whatever happens meanwhile.
/// Errors: kUnsupported for 2 GiB or more; kInternal with the system's reason.
Result<void> write_onnx(const Graph& graph, const std::filesystem::path& path);

}  // namespace bakeoff::model
