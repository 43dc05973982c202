#include "model/onnx/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace bakeoff::model {
namespace {

using testing::HasSubstr;

template <typename T>
Tensor tensor(ElementType type, const std::vector<T>& values) {
  Tensor made{.name = "t", .type = type, .dims = {static_cast<std::int64_t>(values.size())}, .data = {}};
  made.data.assign(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  return made;
}

template <typename T>
std::vector<T> values_of(const Tensor& tensor) {
  std::vector<T> values(tensor.data.size() / sizeof(T));
  std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
  return values;
}

TEST(Convert, KeepsWhatFits) {
  constexpr std::int64_t kLarge = (std::int64_t{1} << 62) + 1;
  const Tensor wide = tensor<std::int64_t>(ElementType::kInt64, {-5, 0, 127});
  EXPECT_EQ(values_of<std::int8_t>(convert(wide, ElementType::kInt8).value()),
            (std::vector<std::int8_t>{-5, 0, 127}));
  EXPECT_EQ(values_of<float>(convert(wide, ElementType::kFloat).value()), (std::vector<float>{-5, 0, 127}));
  const Tensor large = tensor<std::int64_t>(ElementType::kInt64, {kLarge});
  EXPECT_EQ(values_of<std::uint64_t>(convert(large, ElementType::kUint64).value())[0], std::uint64_t{kLarge});
  EXPECT_FALSE(convert(large, ElementType::kDouble)) << "needs 63 bits of fraction";
  // 1.5 in IEEE 754 binary16 and in bfloat16.
  const Tensor real = tensor<double>(ElementType::kDouble, {1.5});
  EXPECT_EQ(values_of<std::uint16_t>(convert(real, ElementType::kFloat16).value())[0], 0x3e00);
  EXPECT_EQ(values_of<std::uint16_t>(convert(real, ElementType::kBfloat16).value())[0], 0x3fc0);
  EXPECT_EQ(
      values_of<float>(
          convert(tensor<std::uint16_t>(ElementType::kFloat16, {0x3e00}), ElementType::kFloat).value())[0],
      1.5F);
  const double infinity = std::numeric_limits<double>::infinity();
  const auto odd =
      convert(tensor<double>(ElementType::kDouble, {std::nan(""), -infinity}), ElementType::kFloat);
  EXPECT_TRUE(std::isnan(values_of<float>(*odd)[0]));
  EXPECT_EQ(values_of<float>(*odd)[1], -std::numeric_limits<float>::infinity());
}

TEST(Convert, TakesAnyByteButZeroForTrue) {
  const Tensor truths = tensor<std::uint8_t>(ElementType::kBool, {0, 1, 111});
  EXPECT_EQ(values_of<std::uint8_t>(convert(truths, ElementType::kUint8).value()),
            (std::vector<std::uint8_t>{0, 1, 1}));
}

TEST(Convert, RefusesWhatWouldChange) {
  const auto refused = [](const Tensor& from, ElementType type) {
    const Result<Tensor> to = convert(from, type);
    return to ? std::string("converted") : to.error().what;
  };
  const Tensor tenth = tensor<double>(ElementType::kDouble, {0.5, 0.1});
  EXPECT_THAT(refused(tenth, ElementType::kFloat), HasSubstr("element 1 is 0.1"));
  EXPECT_THAT(refused(tenth, ElementType::kInt32), HasSubstr("element 0 is 0.5, which int32"));
  EXPECT_THAT(refused(tensor<std::int64_t>(ElementType::kInt64, {-1}), ElementType::kUint8), HasSubstr("-1"));
  EXPECT_THAT(refused(tensor<std::int32_t>(ElementType::kInt32, {2}), ElementType::kBool), HasSubstr("bool"));
  EXPECT_THAT(refused(tensor<double>(ElementType::kDouble, {std::nan("")}), ElementType::kInt64),
              HasSubstr("nan"));
  EXPECT_THAT(refused(tensor<double>(ElementType::kDouble, {9223372036854775808.0}), ElementType::kInt64),
              HasSubstr("int64"));
  EXPECT_EQ(convert(tenth, ElementType::kString).error().kind, ErrorKind::kUnsupported);
}

}  // namespace
}  // namespace bakeoff::model
