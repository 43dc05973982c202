// Rounding against an oracle that knows only the order of the formats' values: it looks for the nearest of
// all 65536 patterns.
#include "model/reference/rounding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace bakeoff::model::reference {
namespace {

constexpr std::uint16_t kSign = 0x8000;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Format {
  const char* name;
  std::uint16_t infinity;  // the pattern: larger ones are NaN
  int mantissa;
  int bias;
  double (*round)(double);
  double (*from_bits)(std::uint16_t);
  std::uint16_t (*to_bits)(double);
};

class Rounding : public ::testing::TestWithParam<Format> {
 protected:
  // The value of a finite pattern, from the definition of the format.
  static double value_of(std::uint16_t pattern) {
    const Format& format = GetParam();
    const int exponent = (pattern & ~kSign) >> format.mantissa;
    const int fraction = pattern & ((1 << format.mantissa) - 1);
    const double unit = std::pow(2.0, std::max(exponent, 1) - format.bias - format.mantissa);
    const double magnitude = unit * (exponent == 0 ? fraction : fraction + (1 << format.mantissa));
    return (pattern & kSign) != 0 ? -magnitude : magnitude;
  }
};

TEST_P(Rounding, KnowsEveryPattern) {
  for (int bits = 0; bits < 0x10000; ++bits) {
    const auto pattern = static_cast<std::uint16_t>(bits);
    const auto magnitude = static_cast<std::uint16_t>(pattern & ~kSign);
    const double value = GetParam().from_bits(pattern);
    if (magnitude > GetParam().infinity) {
      EXPECT_TRUE(std::isnan(value));
      EXPECT_TRUE(std::isnan(GetParam().round(value)));
      EXPECT_GT(GetParam().to_bits(value) & ~kSign, GetParam().infinity);
      continue;
    }
    const double expected =
        magnitude == GetParam().infinity ? std::copysign(kInfinity, value) : value_of(pattern);
    ASSERT_EQ(value, expected) << bits;
    ASSERT_EQ(std::signbit(value), (pattern & kSign) != 0);
    ASSERT_EQ(GetParam().round(value), value);
    ASSERT_EQ(GetParam().to_bits(value), pattern);
  }
}

TEST_P(Rounding, GoesToTheNearestAndFromTheMiddleToTheEvenOne) {
  for (std::uint16_t pattern = 0; pattern < GetParam().infinity; ++pattern) {
    const double below = value_of(pattern);
    // Behind the largest number the next one would have been infinity.
    const double above = value_of(static_cast<std::uint16_t>(pattern + 1));
    const bool last = pattern + 1 == GetParam().infinity;
    const double upper = last ? kInfinity : above;
    const double middle = below + (above - below) / 2;  // exact: formats are far narrower than double
    const double even = pattern % 2 == 0 ? below : upper;
    for (const double sign : {1.0, -1.0}) {
      ASSERT_EQ(GetParam().round(sign * middle), sign * even) << pattern;
      ASSERT_EQ(GetParam().round(sign * std::nextafter(middle, 0)), sign * below) << pattern;
      ASSERT_EQ(GetParam().round(sign * std::nextafter(middle, kInfinity)), sign * upper) << pattern;
      ASSERT_EQ(GetParam().round(sign * (below + (above - below) / 4)), sign * below) << pattern;
      ASSERT_EQ(GetParam().round(sign * (below + (above - below) / 4 * 3)), sign * upper) << pattern;
    }
  }
  EXPECT_EQ(GetParam().round(1e300), kInfinity);
  EXPECT_EQ(GetParam().round(-kInfinity), -kInfinity);
  EXPECT_TRUE(std::signbit(GetParam().round(-1e-300)));
}

TEST(RoundConstant, KeepsMasksFinite) {
  const auto rounded = [](Arithmetic arithmetic, std::vector<double> elements) {
    Value value{
        .type = ElementType::kFloat, .dims = {static_cast<std::int64_t>(elements.size())}, .elements = {}};
    value.elements = Reals(elements.begin(), elements.end());
    round_constant_to(arithmetic, value);
    return reals(value);
  };
  const double lowest = std::numeric_limits<float>::lowest();
  EXPECT_EQ(rounded(Arithmetic::kFp16, {lowest, -1e9, 70000, -kInfinity}),
            (Reals{-65504, -65504, kInfinity, -kInfinity}));
  EXPECT_EQ(rounded(Arithmetic::kBf16, {lowest, 1, -kInfinity}), (Reals{-0x1.fep127, 1, -kInfinity}));
  EXPECT_EQ(rounded(Arithmetic::kFp32, {lowest}), Reals{lowest});
}

INSTANTIATE_TEST_SUITE_P(
    Formats, Rounding,
    ::testing::Values(Format{"fp16", 0x7c00, 10, 15, round_to_fp16, fp16_from_bits, fp16_to_bits},
                      Format{"bf16", 0x7f80, 7, 127, round_to_bf16, bf16_from_bits, bf16_to_bits}),
    [](const auto& format) { return format.param.name; });

TEST(RoundingToFp32, GoesToTheNearest) {
  EXPECT_EQ(round_to_fp32(1 + 0x1p-24), 1);
  EXPECT_EQ(round_to_fp32(1 + 0x1.8p-23), 1 + 0x1p-22);
  EXPECT_EQ(round_to_fp32(1e39), kInfinity);
  EXPECT_EQ(round_to_fp32(0x1.8p-149), 0x1p-148);
}

TEST(RoundTo, TakesTheCoarserOfArithmeticAndType) {
  const double third = 1.0 / 3;
  const auto rounded = [&](Arithmetic arithmetic, ElementType type) {
    Value value{.type = type, .dims = {1}, .elements = Reals{third}};
    round_to(arithmetic, value);
    return reals(value)[0];
  };
  EXPECT_EQ(rounded(Arithmetic::kExact, ElementType::kFloat16), third);
  EXPECT_EQ(rounded(Arithmetic::kFp32, ElementType::kDouble), round_to_fp32(third));
  EXPECT_EQ(rounded(Arithmetic::kFp32, ElementType::kFloat16), round_to_fp16(third));
  EXPECT_EQ(rounded(Arithmetic::kFp16, ElementType::kFloat), round_to_fp16(third));
  EXPECT_EQ(rounded(Arithmetic::kBf16, ElementType::kFloat), round_to_bf16(third));
  Value integer{.type = ElementType::kInt64, .dims = {1}, .elements = Integers{16777217}};
  round_to(Arithmetic::kBf16, integer);
  EXPECT_EQ(integers(integer)[0], 16777217);
}

}  // namespace
}  // namespace bakeoff::model::reference
