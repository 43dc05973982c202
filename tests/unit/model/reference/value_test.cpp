#include "model/reference/value.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

namespace bakeoff::model::reference {
namespace {

template <typename T>
std::string bytes_of(const std::vector<T>& elements) {
  std::string bytes(elements.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), elements.data(), bytes.size());
  return bytes;
}

template <typename T>
void expect_round_trip(ElementType type) {
  using Limits = std::numeric_limits<T>;
  const std::vector<T> elements{Limits::lowest(), Limits::max(), T{0}, T{1}, T{42}};
  const std::string bytes = bytes_of(elements);
  const Result<Value> value = from_bytes(type, {5}, bytes);
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(to_bytes(*value), bytes) << to_string(type);
  const Reals reals = as_reals(*value);
  EXPECT_EQ(reals[4], 42) << to_string(type);
  if (sizeof(T) < 8) {
    EXPECT_EQ(reals[0], static_cast<double>(elements[0])) << to_string(type);
  }
}

TEST(Values, KeepEveryType) {
  expect_round_trip<float>(ElementType::kFloat);
  expect_round_trip<double>(ElementType::kDouble);
  expect_round_trip<std::uint8_t>(ElementType::kUint8);
  expect_round_trip<std::int8_t>(ElementType::kInt8);
  expect_round_trip<std::uint16_t>(ElementType::kUint16);
  expect_round_trip<std::int16_t>(ElementType::kInt16);
  expect_round_trip<std::uint32_t>(ElementType::kUint32);
  expect_round_trip<std::int32_t>(ElementType::kInt32);
  expect_round_trip<std::uint64_t>(ElementType::kUint64);
  expect_round_trip<std::int64_t>(ElementType::kInt64);
}

TEST(Values, BoolIsZeroOrOne) {
  const Result<Value> value = from_bytes(ElementType::kBool, {3}, std::string("\0\1\xff", 3));
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(integers(*value), (Integers{0, 1, 1}));
  EXPECT_EQ(to_bytes(*value), std::string("\0\1\1", 3));
}

TEST(Values, NeedTheBytesOfTheirShape) {
  EXPECT_EQ(from_bytes(ElementType::kFloat, {2, 3}, "12345678").error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(from_bytes(ElementType::kString, {}, "").error().kind, ErrorKind::kUnsupported);
  EXPECT_TRUE(from_bytes(ElementType::kFloat, {0, 3}, "").has_value());
}

TEST(Values, IntegersWrapAsTheirTypeDoes) {
  EXPECT_EQ(wrapped(ElementType::kUint8, 300), 44);
  EXPECT_EQ(wrapped(ElementType::kInt8, 200), -56);
  EXPECT_EQ(wrapped(ElementType::kUint32, -1), 4294967295);
  EXPECT_EQ(wrapped(ElementType::kBool, -7), 1);
}

}  // namespace
}  // namespace bakeoff::model::reference
