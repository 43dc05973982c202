#include "model/reference/rounding.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "model/onnx/narrow_tensor.h"
#include "model/reference/parallel.h"

namespace bakeoff::model::reference {
namespace {

// A binary format below double: explicit mantissa bits, exponent of the smallest normal number, largest
// number.
struct Format {
  int mantissa;
  int lowest_exponent;
  double largest;
};
constexpr Format kFp16{10, -14, 65504.0};
constexpr Format kBf16{7, -126, 0x1.fep127};
constexpr int kDoubleMantissa = 52;

template <Format kFormat>
double rounded(double value) {
  constexpr int kDropped = kDoubleMantissa - kFormat.mantissa;
  const double smallest_normal = std::ldexp(1.0, kFormat.lowest_exponent);
  if (std::abs(value) < smallest_normal) {
    // Adding this makes the sum's last place the format's smallest subnormal, so that the processor rounds.
    const double shift = std::ldexp(1.5, kFormat.lowest_exponent + kDropped);
    return std::copysign(value + shift - shift, value);
  }
  if (std::isnan(value)) return value;
  auto bits = std::bit_cast<std::uint64_t>(value);
  constexpr std::uint64_t kHalf = std::uint64_t{1} << (kDropped - 1);
  bits += kHalf - 1 + ((bits >> kDropped) & 1U);
  bits &= ~(2 * kHalf - 1);
  const auto nearest = std::bit_cast<double>(bits);
  if (std::abs(nearest) <= kFormat.largest) return nearest;
  return std::copysign(std::numeric_limits<double>::infinity(), value);
}

template <double (*kRound)(double)>
void round_each(Reals& elements) {
  parallel_ranges(elements.size(), kElementsPerTask, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) elements[i] = kRound(elements[i]);
  });
}

bool is_narrow(ElementType type, ElementType narrow, Arithmetic arithmetic, Arithmetic asked) {
  return type == narrow || arithmetic == asked;
}

}  // namespace

double round_to_fp32(double value) {
  return static_cast<double>(static_cast<float>(value));
}

double round_to_fp16(double value) {
  return rounded<kFp16>(value);
}

double round_to_bf16(double value) {
  return rounded<kBf16>(value);
}

double fp16_from_bits(std::uint16_t bits) {
  const int exponent = (bits >> 10U) & 0x1f;
  const int mantissa = bits & 0x3ff;
  const double sign = (bits & 0x8000U) != 0 ? -1.0 : 1.0;
  if (exponent == 0x1f) {
    return mantissa != 0 ? std::numeric_limits<double>::quiet_NaN()
                         : sign * std::numeric_limits<double>::infinity();
  }
  return sign * (exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(0x400 + mantissa, exponent - 25));
}

double bf16_from_bits(std::uint16_t bits) {
  return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U));
}

std::uint16_t fp16_to_bits(double value) {
  const double nearest = round_to_fp16(value);
  const auto sign = static_cast<std::uint16_t>(std::signbit(value) ? 0x8000U : 0U);
  if (std::isnan(nearest)) return sign | 0x7e00U;
  const double magnitude = std::abs(nearest);
  if (std::isinf(magnitude)) return sign | 0x7c00U;
  if (magnitude < 0x1p-14) return sign | static_cast<std::uint16_t>(std::ldexp(magnitude, 24));
  const int exponent = std::ilogb(magnitude);
  const auto mantissa = static_cast<std::uint16_t>(std::ldexp(magnitude, 10 - exponent) - 0x400);
  return sign | static_cast<std::uint16_t>((exponent + 15) << 10) | mantissa;
}

std::uint16_t bf16_to_bits(double value) {
  if (std::isnan(value)) return std::signbit(value) ? 0xffc0U : 0x7fc0U;
  const auto nearest = static_cast<float>(round_to_bf16(value));
  return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(nearest) >> 16U);
}

void round_to(Arithmetic arithmetic, Value& value) {
  auto* const elements = std::get_if<Reals>(&value.elements);
  if (elements == nullptr || arithmetic == Arithmetic::kExact) return;
  const bool fp16 = is_narrow(value.type, ElementType::kFloat16, arithmetic, Arithmetic::kFp16);
  const bool bf16 = is_narrow(value.type, ElementType::kBfloat16, arithmetic, Arithmetic::kBf16);
  if (fp16) round_each<round_to_fp16>(*elements);
  if (bf16) round_each<round_to_bf16>(*elements);
  if (!fp16 && !bf16) round_each<round_to_fp32>(*elements);
}

void round_constant_to(Arithmetic arithmetic, Value& value) {
  auto* const elements = std::get_if<Reals>(&value.elements);
  const bool fp16 = arithmetic == Arithmetic::kFp16;
  if (elements != nullptr && (fp16 || arithmetic == Arithmetic::kBf16)) {
    const double largest = fp16 ? kFp16.largest : kBf16.largest;
    for (double& element : *elements) {
      const bool mask = std::isfinite(element) && std::abs(element) >= std::max<double>(kMask, largest);
      if (mask) element = std::copysign(largest, element);
    }
  }
  round_to(arithmetic, value);
}

}  // namespace bakeoff::model::reference
