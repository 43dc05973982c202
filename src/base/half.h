#pragma once

#include <cstdint>

namespace bakeoff {

/// The bits of the nearest value in IEEE 754's binary16 (10 bits of fraction, largest value 65504) or in
/// bfloat16 (the upper half of a float32: 7 bits of fraction), ties to even. What lies half a step or more
/// past the largest value becomes infinite; NaN stays one. Exact from float and from double alike, with one
/// rounding.
std::uint16_t to_float16(double value);
std::uint16_t to_bfloat16(double value);

/// The value with these bits, exactly.
float from_float16(std::uint16_t bits);
float from_bfloat16(std::uint16_t bits);

}  // namespace bakeoff
