#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// An ONNX file as a graph: data fields normalised to raw bytes, external data read, nodes in topological
/// order, initializers that were listed as inputs too moved to `overridable` (ir_version is then at least 4,
/// the first that allows initializers without inputs). Doc strings, metadata, training information and
/// quantization annotations are dropped. The file is not trusted: memory stays linear in its size.
/// Errors: kNotFound; kBadInput with the place ("node 12 'conv1' (Conv)"); kUnsupported for subgraphs
/// (If, Loop, Scan), sparse initializers, local functions, strings, sequences and files of 2 GiB or more.
Result<Graph> read_onnx(const std::filesystem::path& path);

/// The same for bytes in memory; external data is looked for in `folder`, and refused if that is empty.
Result<Graph> parse_onnx(std::string_view bytes, const std::filesystem::path& folder);

}  // namespace bakeoff::model
