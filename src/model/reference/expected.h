#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"
#include "model/reference/compare.h"
#include "record/cell.h"

namespace bakeoff::model::reference {

/// What prepare asks. Where batches tile and permute a few items, the graph is that of batch 1 and the items
/// are run once, whatever the batch; else an item is a whole set and each order names one.
struct Question {
  const Graph* canonical = nullptr;
  std::vector<std::vector<std::string>> items;   ///< items[i][input]: raw bytes in the graph's shapes
  std::vector<std::vector<std::size_t>> orders;  ///< orders[set]: the items that stand one after another
  Precision precision = Precision::kFp32;
};

/// The exact outputs of all items, and the error of an honest execution at the precision, emulated on the
/// first. What was computed once is found again in the folder `cache`/expected, under the hash of graph,
/// inputs and arithmetic; a damaged entry is computed anew, and a folder that takes nothing costs only the
/// time. Errors: as execute().
Result<Expected> expected_outputs(const Question& question, const std::filesystem::path& cache);

}  // namespace bakeoff::model::reference
