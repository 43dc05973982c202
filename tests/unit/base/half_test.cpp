#include "base/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace bakeoff {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// One of the two formats, and what its bits stand for by the formula of IEEE 754, 3.4.
struct Format {
  int exponent_bits;
  std::uint16_t (*encode)(double);
  float (*decode)(std::uint16_t);

  [[nodiscard]] int fraction_bits() const { return 15 - exponent_bits; }
  [[nodiscard]] int infinity() const { return ((1 << exponent_bits) - 1) << fraction_bits(); }
  [[nodiscard]] double value(int magnitude) const {
    const int bias = (1 << (exponent_bits - 1)) - 1;
    const int exponent = magnitude >> fraction_bits();
    const double fraction = (magnitude & ((1 << fraction_bits()) - 1)) * std::ldexp(1.0, -fraction_bits());
    return exponent == 0 ? std::ldexp(fraction, 1 - bias) : std::ldexp(1 + fraction, exponent - bias);
  }
};

void PrintTo(const Format& format, std::ostream* out) {
  *out << "1 + " << format.exponent_bits << " + " << format.fraction_bits() << " bits";
}

class Half : public testing::TestWithParam<Format> {};

TEST_P(Half, EveryBitPatternStandsForItsValueAndComesBack) {
  const Format& format = GetParam();
  for (int magnitude = 0; magnitude < format.infinity(); ++magnitude) {
    const auto bits = static_cast<std::uint16_t>(magnitude);
    const auto negative = static_cast<std::uint16_t>(magnitude | 0x8000);
    ASSERT_EQ(format.decode(bits), format.value(magnitude)) << magnitude;
    ASSERT_EQ(format.decode(negative), -format.value(magnitude)) << magnitude;
    ASSERT_EQ(format.encode(format.decode(bits)), bits);
    ASSERT_EQ(format.encode(format.decode(negative)), negative);
  }
  EXPECT_TRUE(std::signbit(format.decode(0x8000)));
}

// Rounding is monotonic, so that what holds at and just beside every midpoint holds for all doubles.
TEST_P(Half, EveryMidpointGoesToTheEvenNeighbourAndWhatIsBesideItToTheNearer) {
  const Format& format = GetParam();
  // The first value past the largest stands for infinity: the midpoint below it is where overflow begins.
  for (int below = 0; below < format.infinity(); ++below) {
    const int above = below + 1;
    const double middle = (format.value(below) + format.value(above)) / 2;
    const int even = below % 2 == 0 ? below : above;
    ASSERT_EQ(format.encode(middle), even) << below;
    ASSERT_EQ(format.encode(std::nextafter(middle, 0.0)), below);
    ASSERT_EQ(format.encode(std::nextafter(middle, kInfinity)), above);
    ASSERT_EQ(format.encode(-middle), even | 0x8000);
    ASSERT_EQ(format.encode(-std::nextafter(middle, 0.0)), below | 0x8000);
    ASSERT_EQ(format.encode(-std::nextafter(middle, kInfinity)), above | 0x8000);
  }
}

TEST_P(Half, InfinityAndNanStayWhatTheyAre) {
  const Format& format = GetParam();
  EXPECT_EQ(format.encode(kInfinity), format.infinity());
  EXPECT_EQ(format.encode(-kInfinity), format.infinity() | 0x8000);
  EXPECT_EQ(format.encode(std::numeric_limits<double>::max()), format.infinity());
  EXPECT_EQ(format.encode(std::numeric_limits<double>::denorm_min()), 0);
  EXPECT_EQ(format.decode(static_cast<std::uint16_t>(format.infinity())), kInfinity);
  EXPECT_EQ(format.decode(static_cast<std::uint16_t>(format.infinity() | 0x8000)), -kInfinity);
  EXPECT_TRUE(std::isnan(format.decode(format.encode(std::numeric_limits<double>::quiet_NaN()))));
  EXPECT_TRUE(std::isnan(format.decode(format.encode(-std::numeric_limits<double>::quiet_NaN()))));
  for (int bits = format.infinity() + 1; bits <= 0x7fff; ++bits) {
    ASSERT_TRUE(std::isnan(format.decode(static_cast<std::uint16_t>(bits)))) << bits;
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Half,
                         testing::Values(Format{5, to_float16, from_float16},
                                         Format{8, to_bfloat16, from_bfloat16}),
                         [](const auto& instance) {
                           return instance.param.exponent_bits == 5 ? "float16" : "bfloat16";
                         });

// The published bits of well-known numbers.
TEST(Float16, KnowsTheTextbookValues) {
  EXPECT_EQ(to_float16(1.0), 0x3c00);
  EXPECT_EQ(to_float16(-2.0), 0xc000);
  EXPECT_EQ(to_float16(1.0 / 3), 0x3555);
  EXPECT_EQ(to_float16(65504), 0x7bff);
  EXPECT_EQ(to_float16(65520), 0x7c00);
  EXPECT_EQ(from_float16(0x0001), 0x1p-24F);
  EXPECT_EQ(from_float16(0x0400), 0x1p-14F);
}

TEST(Bfloat16, KnowsTheTextbookValues) {
  EXPECT_EQ(to_bfloat16(1.0), 0x3f80);
  EXPECT_EQ(to_bfloat16(3.14159265358979), 0x4049);
  EXPECT_EQ(from_bfloat16(0x7f7f), 0x1.fep127F);
}

}  // namespace
}  // namespace bakeoff
