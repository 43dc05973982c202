#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model::reference {

using Reals = std::vector<double>;
using Integers = std::vector<std::int64_t>;

/// A tensor as the reference computes with it: floats of every width as double, integers and bool as int64
/// (uint64 modulo 2^64). `type` is that of the graph; `elements` are row-major.
struct Value {
  ElementType type = ElementType::kFloat;
  std::vector<std::int64_t> dims;
  std::variant<Reals, Integers> elements;
  bool operator==(const Value&) const = default;
};

/// True for the types that are held as Reals.
bool is_real(ElementType type);

/// A tensor of zeros.
Value make_value(ElementType type, std::vector<std::int64_t> dims);

/// The elements; the value must hold this kind (std::bad_variant_access otherwise).
inline const Reals& reals(const Value& value) {
  return std::get<Reals>(value.elements);
}
inline Reals& reals(Value& value) {
  return std::get<Reals>(value.elements);
}
inline const Integers& integers(const Value& value) {
  return std::get<Integers>(value.elements);
}
inline Integers& integers(Value& value) {
  return std::get<Integers>(value.elements);
}

/// The elements as doubles, whichever kind they are.
Reals as_reals(const Value& value);

std::size_t element_count(const Value& value);

/// The integer as this type holds it: wrapped around, or 0 and 1 for bool.
std::int64_t wrapped(ElementType type, std::int64_t value);

/// Little-endian, row-major bytes as in TensorProto.raw_data. Errors: kBadInput where their number is not
/// that of the shape, kUnsupported for strings.
Result<Value> from_bytes(ElementType type, std::vector<std::int64_t> dims, std::string_view bytes);
Result<Value> from_tensor(const Tensor& tensor);

/// The same bytes again, reals rounded to nearest even where the type is narrower than double.
std::string to_bytes(const Value& value);

}  // namespace bakeoff::model::reference
