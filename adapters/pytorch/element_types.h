#pragma once

#include <c10/core/ScalarType.h>

#include <string>

#include <bakeoff/adapter.h>

#include "common/failure.h"

namespace bakeoff::adapters::pytorch {

struct ElementTypeRow {
  int ours;
  c10::ScalarType torch;
};

inline constexpr ElementTypeRow kElementTypes[] = {
    {BAKEOFF_FLOAT32, c10::ScalarType::Float}, {BAKEOFF_UINT8, c10::ScalarType::Byte},
    {BAKEOFF_INT8, c10::ScalarType::Char},     {BAKEOFF_INT32, c10::ScalarType::Int},
    {BAKEOFF_INT64, c10::ScalarType::Long},    {BAKEOFF_BOOL, c10::ScalarType::Bool}};

inline c10::ScalarType to_torch(int element_type) {
  for (const ElementTypeRow& row : kElementTypes) {
    if (row.ours == element_type) return row.torch;
  }
  throw Failure(BAKEOFF_UNSUPPORTED, "an input has element type " + std::to_string(element_type) +
                                         ", which the interface does not know");
}

inline int from_torch(c10::ScalarType type, const std::string& tensor) {
  for (const ElementTypeRow& row : kElementTypes) {
    if (row.torch == type) return row.ours;
  }
  throw Failure(BAKEOFF_UNSUPPORTED, "tensor " + tensor + " has element type " + c10::toString(type) +
                                         ", and only Float, Char, Byte, Int, Long and Bool are supported");
}

/// "fp32" and so on; null for types that are no precision.
inline const char* precision_of(c10::ScalarType type) {
  switch (type) {
    case c10::ScalarType::Float:
      return "fp32";
    case c10::ScalarType::Half:
      return "fp16";
    case c10::ScalarType::BFloat16:
      return "bf16";
    default:
      return nullptr;
  }
}

}  // namespace bakeoff::adapters::pytorch
