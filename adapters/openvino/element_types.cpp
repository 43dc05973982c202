#include "openvino/element_types.h"

#include <array>

#include "common/failure.h"

namespace bakeoff::adapters::ov {
namespace {

// boolean, bf16, f16, f32, f64, i4, i8, i16, i32, i64, u1: the order of all known versions, as the bytes that
// eight elements take. No other stretch of the enumeration has this pattern.
constexpr std::array<std::size_t, 11> kBytesOfEight = {8, 16, 16, 32, 64, 4, 8, 16, 32, 64, 1};
constexpr int kFloat32 = 3;  // places in it, from boolean
constexpr int kInt8 = 6;
constexpr int kInt32 = 8;
constexpr int kInt64 = 9;
constexpr int kBetween = 10;  // at most so many types lie between u1 and u8; four do in 2026.4

// 0 for a number that is no type of fixed size.
std::size_t bytes_of_eight(const OvApi& api, int type) {
  std::int64_t eight = 8;
  ov_tensor* tensor = nullptr;
  if (api.ov_tensor_create(type, ov_shape{1, &eight}, &tensor) != 0) return 0;
  const Owned<ov_tensor> owned(tensor, api.ov_tensor_free);
  std::size_t bytes = 0;
  return api.ov_tensor_get_byte_size(tensor, &bytes) == 0 ? bytes : 0;
}

}  // namespace

ElementTypes::ElementTypes(const OvApi& api) {
  // UNDEFINED (where there is one) and DYNAMIC come before boolean. They are not tried: a tensor of them asks
  // for 2^61 bytes.
  boolean_ = bytes_of_eight(api, 2) == 8 ? 2 : 1;
  bool known = true;
  for (std::size_t i = 0; i < kBytesOfEight.size() && known; ++i) {
    known = bytes_of_eight(api, boolean_ + static_cast<int>(i)) == kBytesOfEight[i];
  }
  // The unsigned types follow u1, those of fewer than 8 bits first.
  const int after_u1 = boolean_ + static_cast<int>(kBytesOfEight.size());
  uint8_ = after_u1;
  while (known && uint8_ < after_u1 + kBetween && bytes_of_eight(api, uint8_) != 8) ++uint8_;
  if (!known || uint8_ == after_u1 + kBetween) {
    throw Failure(BAKEOFF_UNSUPPORTED, "the element types of this OpenVINO version are not in a known order");
  }
}

int ElementTypes::to_openvino(int element_type) const {
  switch (element_type) {
    case BAKEOFF_BOOL:
      return boolean_;
    case BAKEOFF_FLOAT32:
      return boolean_ + kFloat32;
    case BAKEOFF_INT8:
      return boolean_ + kInt8;
    case BAKEOFF_INT32:
      return boolean_ + kInt32;
    case BAKEOFF_INT64:
      return boolean_ + kInt64;
    case BAKEOFF_UINT8:
      return uint8_;
    default:
      throw Failure(BAKEOFF_UNSUPPORTED, "an input has element type " + std::to_string(element_type) +
                                             ", which the interface does not know");
  }
}

int ElementTypes::from_openvino(int type, const std::string& tensor) const {
  for (const int known :
       {BAKEOFF_FLOAT32, BAKEOFF_INT64, BAKEOFF_INT32, BAKEOFF_BOOL, BAKEOFF_UINT8, BAKEOFF_INT8}) {
    if (to_openvino(known) == type) return known;
  }
  throw Failure(BAKEOFF_UNSUPPORTED,
                "tensor " + tensor + " has element type " + std::to_string(type) +
                    " (OpenVINO's number), and only f32, i8, u8, i32, i64 and boolean are "
                    "supported");
}

}  // namespace bakeoff::adapters::ov
