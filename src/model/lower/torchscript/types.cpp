#include "model/lower/torchscript/types.h"

#include <algorithm>
#include <array>

namespace bakeoff::model::torchscript {
namespace {

struct TorchType {
  ElementType type;
  int number;
  std::string_view storage;
};

// c10/core/ScalarType.h and torch/csrc/jit/serialization/pickler.h
constexpr std::array kTypes = {
    TorchType{ElementType::kUint8, 0, "ByteStorage"},
    TorchType{ElementType::kInt8, 1, "CharStorage"},
    TorchType{ElementType::kInt16, 2, "ShortStorage"},
    TorchType{ElementType::kInt32, 3, "IntStorage"},
    TorchType{ElementType::kInt64, 4, "LongStorage"},
    TorchType{ElementType::kFloat16, 5, "HalfStorage"},
    TorchType{ElementType::kFloat, 6, "FloatStorage"},
    TorchType{ElementType::kDouble, 7, "DoubleStorage"},
    TorchType{ElementType::kBool, 11, "BoolStorage"},
    TorchType{ElementType::kBfloat16, 15, "BFloat16Storage"},
};

const TorchType* find(ElementType type) {
  const auto* found =
      std::find_if(kTypes.begin(), kTypes.end(), [type](const TorchType& row) { return row.type == type; });
  return found == kTypes.end() ? nullptr : found;
}

}  // namespace

bool has_type(ElementType type) {
  return find(type) != nullptr;
}

int scalar_type(ElementType type) {
  const TorchType* found = find(type);
  return found != nullptr ? found->number : -1;
}

std::string_view storage_class(ElementType type) {
  const TorchType* found = find(type);
  return found != nullptr ? found->storage : std::string_view();
}

bool is_floating(ElementType type) {
  return type == ElementType::kFloat || type == ElementType::kFloat16 || type == ElementType::kBfloat16 ||
         type == ElementType::kDouble;
}

}  // namespace bakeoff::model::torchscript
