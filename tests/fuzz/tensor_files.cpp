// Feeds arbitrary bytes to the readers of single tensors: .npy files of --input and the TensorProto files of
// ONNX's backend tests. What they take must fit together, and survive conversion to every type.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <protozero/exception.hpp>
#include <string_view>

#include "model/onnx/convert.h"
#include "model/onnx/counts.h"
#include "model/onnx/tensor_reader.h"
#include "model/prepare/npy.h"

namespace {

using namespace bakeoff;
using model::ElementType;

Result<model::Tensor> parse_proto(std::string_view bytes) {
  model::ExternalData nowhere({});
  try {
    return model::parse_tensor(protozero::pbf_reader(bytes.data(), bytes.size()), nowhere);
  } catch (const protozero::exception& error) {
    return fail(ErrorKind::kBadInput, error.what());
  }
}

void use(const Result<model::Tensor>& tensor) {
  if (!tensor) {
    if (tensor.error().kind == ErrorKind::kInternal) std::abort();
    return;
  }
  const auto needed = model::byte_count(tensor->type, tensor->dims);
  if (!needed || static_cast<std::size_t>(*needed) != tensor->data.size()) std::abort();
  for (int type = 0; type <= static_cast<int>(ElementType::kBfloat16); ++type) {
    const auto there = model::convert(*tensor, static_cast<ElementType>(type));
    if (!there) continue;
    // Only NaN may come back with other bits, and -0 from integers without a sign.
    const auto back = model::convert(*there, tensor->type);
    if (!back || back->data.size() != tensor->data.size()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  use(model::parse_npy(bytes));
  use(parse_proto(bytes));
  return 0;
}
