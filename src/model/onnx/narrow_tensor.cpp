#include "model/onnx/narrow_tensor.h"

#include <cmath>
#include <cstring>

#include "base/half.h"

namespace bakeoff::model {

Narrowed narrowed(const Tensor& tensor, ElementType narrow, PastLargest past) {
  const bool float16 = narrow == ElementType::kFloat16;
  const std::uint16_t infinity = float16 ? 0x7c00 : 0x7f80;
  const std::size_t count = tensor.data.size() / sizeof(float);
  Narrowed result{.tensor = {.name = tensor.name,
                             .type = narrow,
                             .dims = tensor.dims,
                             .data = std::string(count * sizeof(std::uint16_t), 0)},
                  .overflow = {}};
  for (std::size_t i = 0; i < count; ++i) {
    float wide = 0;
    std::memcpy(&wide, tensor.data.data() + i * sizeof(float), sizeof(float));
    std::uint16_t bits = float16 ? to_float16(wide) : to_bfloat16(wide);
    if ((bits & 0x7fffU) == infinity && std::isfinite(wide)) {
      if (past == PastLargest::kMasksAreLargest && std::abs(wide) >= kMask) {
        --bits;  // the largest of this sign
      } else if (!result.overflow) {
        result.overflow = wide;
      }
    }
    std::memcpy(result.tensor.data.data() + i * sizeof(bits), &bits, sizeof(bits));
  }
  return result;
}

}  // namespace bakeoff::model
