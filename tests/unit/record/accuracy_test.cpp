#include "record/accuracy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace bakeoff {
namespace {

TEST(ObservedBits, AreMinusTheLogarithmOfTheError) {
  EXPECT_EQ(observed_bits(0.25), 2.0);
  EXPECT_EQ(observed_bits(0x1p-20), 20.0);
}

TEST(ObservedBits, StayWithinWhatFp32CanShow) {
  EXPECT_EQ(observed_bits(0.0), 24.0);
  EXPECT_EQ(observed_bits(0x1p-40), 24.0);
  EXPECT_EQ(observed_bits(8.0), 0.0);
  EXPECT_EQ(observed_bits(std::numeric_limits<double>::infinity()), 0.0);
  EXPECT_FALSE(std::signbit(observed_bits(1.0).value())) << "printed as -0 otherwise";
}

TEST(ObservedBits, AreUnknownWhereTheErrorIs) {
  EXPECT_EQ(observed_bits(std::nullopt), std::nullopt);
  EXPECT_EQ(observed_bits(std::nan("")), std::nullopt);
}

}  // namespace
}  // namespace bakeoff
