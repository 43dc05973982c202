#include <cmath>
#include <limits>

#include "model/reference/operators/operators.h"

namespace bakeoff::model::reference {
namespace {

// Numbers that the type cannot hold are undefined in ONNX; this keeps them defined for us.
std::int64_t cut(ElementType type, double value) {
  if (type == ElementType::kBool) return value != 0 ? 1 : 0;
  if (std::isnan(value)) return 0;
  constexpr double kPastUint64 = 0x1p64;
  if (type == ElementType::kUint64 && value >= 0x1p63 && value < kPastUint64) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(value));
  }
  if (value >= 0x1p63) return std::numeric_limits<std::int64_t>::max();
  if (value < -0x1p63) return std::numeric_limits<std::int64_t>::min();
  return wrapped(type, static_cast<std::int64_t>(value));
}

double real(ElementType type, std::int64_t value) {
  if (type == ElementType::kUint64) return static_cast<double>(static_cast<std::uint64_t>(value));
  return static_cast<double>(value);
}

}  // namespace

Outcome evaluate_cast(const Call& call) {
  const Value& x = call.input(0);
  Value y = call.make_output();
  const bool from_real = is_real(x.type);
  const bool to_real = is_real(y.type);
  if (from_real && to_real) {
    y.elements = x.elements;
  } else if (from_real) {
    for (std::size_t i = 0; i < reals(x).size(); ++i) integers(y)[i] = cut(y.type, reals(x)[i]);
  } else if (to_real) {
    for (std::size_t i = 0; i < integers(x).size(); ++i) reals(y)[i] = real(x.type, integers(x)[i]);
  } else {
    for (std::size_t i = 0; i < integers(x).size(); ++i) integers(y)[i] = wrapped(y.type, integers(x)[i]);
  }
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
