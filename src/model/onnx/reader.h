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
/// What bakeoff need not read to hand it on (subgraphs, functions of the file's own, strings, sparse tensors,
/// elements below 8 bits) is carried as bytes. Errors: kNotFound; kBadInput with the place ("node 12 'conv1'
/// (Conv)"), also for a file of 2 GiB or more, which no protobuf can be; kUnsupported for inputs and outputs
/// that are not tensors, and for external data of what is carried as bytes or past half of this machine's
/// memory.
Result<Graph> read_onnx(const std::filesystem::path& path);

/// The same for bytes in memory; external data is looked for in `folder`, and refused if that is empty.
Result<Graph> parse_onnx(std::string_view bytes, const std::filesystem::path& folder);

}  // namespace bakeoff::model
