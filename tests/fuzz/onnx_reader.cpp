// Feeds arbitrary bytes to the ONNX reader and whatever comes out of it to everything that trusts it: shape
// inference, the canonical form, batch rewriting and the writer.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "model/onnx/canonical.h"
#include "model/onnx/reader.h"
#include "model/onnx/remarks.h"
#include "model/onnx/rewrite.h"
#include "model/onnx/shapes.h"
#include "model/onnx/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bakeoff;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Result<model::Graph> graph = model::parse_onnx(bytes, {});
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
  const Result<model::Graph> canonical = model::canonical(*graph);
  if (!canonical && canonical.error().kind == ErrorKind::kInternal) std::abort();
  for (const int batch : {1, 3}) static_cast<void>(model::with_batch(*graph, batch));
  return 0;
}
