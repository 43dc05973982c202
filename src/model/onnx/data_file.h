#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// protobuf ends at 2 GiB; the graph itself gets the last 16 MiB. Models with more weights keep them in a
/// data file beside the .onnx file.
inline constexpr std::uint64_t kMostInOneFile = (std::uint64_t{1} << 31) - (std::uint64_t{1} << 24);

/// How the initializers of a graph lie in a data file. Small ones stay in the model, because runtimes read
/// shapes and axes from them while they load it.
struct DataLayout {
  std::vector<std::optional<std::uint64_t>> offsets;  ///< of each initializer; nothing: in the model
  std::vector<std::string_view> pieces;               ///< the file's bytes in order, views of the graph
};

/// Each tensor of 1 KiB or more at a multiple of 4 KiB, so that runtimes can map it into memory.
DataLayout lay_out(const Graph& graph);

}  // namespace bakeoff::model
