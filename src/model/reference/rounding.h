#pragma once

#include <cstdint>

#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// What an execution rounds to: nothing (double throughout), or inputs, weights and the result of every
/// operator to a precision. Sums inside an operator stay double, as in an honest execution that accumulates
/// in higher precision.
enum class Arithmetic { kExact, kFp32, kFp16, kBf16 };

/// Nearest value of the format, ties to even, with subnormals, overflow to infinity; NaN stays NaN.
double round_to_fp32(double value);
double round_to_fp16(double value);
double round_to_bf16(double value);

/// The bits of a float16 or bfloat16 as a double, and back (rounded as above).
double fp16_from_bits(std::uint16_t bits);
double bf16_from_bits(std::uint16_t bits);
std::uint16_t fp16_to_bits(double value);
std::uint16_t bf16_to_bits(double value);

/// Rounds the reals of a value: to the coarser of the arithmetic and the value's own type, unless the
/// arithmetic is exact. Integers stay.
void round_to(Arithmetic arithmetic, Value& value);

/// The same for a constant of the graph, whose masks (narrow_tensor.h) become the largest number.
void round_constant_to(Arithmetic arithmetic, Value& value);

}  // namespace bakeoff::model::reference
