// Feeds arbitrary bytes to the ONNX reader and whatever comes out of it to everything that trusts it: shape
// inference, the canonical form with its folding, lower precision, rewriting of shapes, batch and boundary,
// cleaning and the writer. External data is in a file "weights" of 4096 bytes.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "model/onnx/boundary.h"
#include "model/onnx/canonical.h"
#include "model/onnx/cleaning.h"
#include "model/onnx/input_shapes.h"
#include "model/onnx/precision.h"
#include "model/onnx/reader.h"
#include "model/onnx/remarks.h"
#include "model/onnx/rewrite.h"
#include "model/onnx/shapes.h"
#include "model/onnx/writer.h"
#include "scratch.h"

namespace {

using namespace bakeoff;

const std::filesystem::path& folder() {
  static const ScratchFolder kFolder;
  static const bool kFilled = [] {
    std::ofstream weights(kFolder.path() / "weights", std::ios::binary);
    for (int byte = 0; byte < 4096; ++byte) weights.put(static_cast<char>(byte % 64));
    return weights.good();
  }();
  if (!kFilled) std::abort();
  return kFolder.path();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Result<model::Graph> graph = model::parse_onnx(bytes, folder());
  if (!graph) {
    if (graph.error().kind == ErrorKind::kInternal) std::abort();
    return 0;
  }
  static_cast<void>(model::remarks_for(*graph));
  graph->overridable.clear();
  const Result<model::Graph> again = model::parse_onnx(model::to_onnx(*graph), {});
  // Graphs with NaN attributes differ from themselves.
  if (!again || (*graph == *graph && *again != *graph)) std::abort();
  static_cast<void>(model::infer_shapes(*graph));
  static_cast<void>(model::infer_known_shapes(*graph));
  const Result<model::Graph> canonical = model::canonical(*graph);
  if (!canonical && canonical.error().kind == ErrorKind::kInternal) std::abort();
  for (const Precision precision : {Precision::kFp16, Precision::kBf16}) {
    const Result<model::Graph> lower = model::with_precision(*graph, precision);
    if (lower && !model::parse_onnx(model::to_onnx(*lower), {})) std::abort();
  }
  for (const int batch : {model::kOwnBatch, 1, 3}) {
    Result<model::Graph> changed = model::with_batch(*graph, batch);
    if (!changed) continue;
    static_cast<void>(model::widen_boundary(*changed));
    static_cast<void>(model::parse_onnx(model::to_onnx(*changed), {}));
  }
  for (const model::ValueInfo& input : graph->inputs) {
    const std::size_t rank = input.shape ? input.shape->size() : 1;
    static_cast<void>(model::with_shapes(*graph, {{input.name, std::vector<std::int64_t>(rank, 2)}}));
  }
  // What was cleaned once is clean, and still a graph.
  const model::Cleaned cleaned = model::clean(*graph);
  if (!model::clean(cleaned.graph).changes.empty()) std::abort();
  if (!model::parse_onnx(model::to_onnx(cleaned.graph), {})) std::abort();
  return 0;
}
