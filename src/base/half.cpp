#include "base/half.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace bakeoff {
namespace {

constexpr int kDoubleFraction = 52;
constexpr int kDoubleBias = 1023;
constexpr std::uint64_t kDoubleInfinity = 0x7ff0000000000000U;

/// A binary format of 16 bits.
template <int exponent_bits>
struct Format {
  static constexpr int kFraction = 15 - exponent_bits;
  static constexpr int kBias = (1 << (exponent_bits - 1)) - 1;
  static constexpr std::uint16_t kInfinity = ((1U << exponent_bits) - 1U) << kFraction;
  static constexpr std::uint16_t kQuietNan = kInfinity | (1U << (kFraction - 1));
};

// From double, so that a value computed in double is rounded once: by way of float32, a value just beside a
// tie of the 16-bit format would first be moved onto it.
template <int exponent_bits>
std::uint16_t encode(double value) {
  using To = Format<exponent_bits>;
  constexpr std::uint64_t kLeastNormal = std::uint64_t{kDoubleBias - To::kBias + 1} << kDoubleFraction;
  constexpr int kDropped = kDoubleFraction - To::kFraction;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 48U) & 0x8000U);
  const std::uint64_t magnitude = bits & 0x7fffffffffffffffU;
  if (magnitude > kDoubleInfinity) return sign | To::kQuietNan;
  if (magnitude < kLeastNormal) {
    // Subnormal values are multiples of one step; the carry into the least normal value comes out right.
    const double steps = std::nearbyint(std::ldexp(std::abs(value), To::kBias - 1 + To::kFraction));
    return sign | static_cast<std::uint16_t>(steps);
  }
  std::uint64_t rounded = magnitude - (std::uint64_t{kDoubleBias - To::kBias} << kDoubleFraction);
  rounded += (std::uint64_t{1} << (kDropped - 1)) - 1 + ((rounded >> kDropped) & 1U);
  return sign | static_cast<std::uint16_t>(std::min<std::uint64_t>(rounded >> kDropped, To::kInfinity));
}

constexpr int kFloat16Exponent = 5;
constexpr int kBfloat16Exponent = 8;

}  // namespace

std::uint16_t to_float16(double value) {
  return encode<kFloat16Exponent>(value);
}

std::uint16_t to_bfloat16(double value) {
  return encode<kBfloat16Exponent>(value);
}

float from_float16(std::uint16_t bits) {
  using From = Format<kFloat16Exponent>;
  constexpr int kWider = 23 - From::kFraction;
  const std::uint32_t sign = std::uint32_t{bits & 0x8000U} << 16U;
  const std::uint32_t magnitude = bits & 0x7fffU;
  if (magnitude >= From::kInfinity) return std::bit_cast<float>(sign | 0x7f800000U | (magnitude << kWider));
  // Both formats keep the exponent above the fraction, so that moving the bits divides the value by a power
  // of two, subnormal values included.
  const float scaled = std::bit_cast<float>(sign | (magnitude << kWider));
  return std::ldexp(scaled, 127 - From::kBias);
}

float from_bfloat16(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16U);
}

}  // namespace bakeoff
