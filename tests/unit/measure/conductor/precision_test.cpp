// What arithmetic ran, and whether it is what was asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>

#include <bakeoff/adapter.h>

#include "base/half.h"
#include "measure/conductor/precision_floor.h"
#include "measure/conductor/probe.h"
#include "model/prepare/probe_model.h"

namespace bakeoff::measure {
namespace {

using Rounding = std::function<float(float)>;

float exact(float value) {
  return value;
}
float half(float value) {
  return from_float16(to_float16(value));
}
float brain(float value) {
  return from_bfloat16(to_bfloat16(value));
}
// Ten bits of fraction with the exponents of float32, truncated as the units of NVIDIA do.
float tf32(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  bits &= ~((1U << 13U) - 1);
  std::memcpy(&value, &bits, sizeof bits);
  return value;
}

OutputTensor output(const std::vector<std::int64_t>& dims, std::size_t channel_step, float first,
                    float second) {
  OutputTensor tensor{"y", BAKEOFF_FLOAT32, dims, {}};
  std::size_t count = 1;
  for (const std::int64_t dim : dims) count *= static_cast<std::size_t>(dim);
  std::vector<float> values(count, 0);
  for (std::size_t i = 0; i < channel_step; ++i) {
    values[i] = first;
    values[channel_step + i] = second;
  }
  tensor.data.resize(count * sizeof(float));
  std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  return tensor;
}

// What the probe model gives where the convolution and the matrix product round their operands like this.
Outputs probe_outputs(const Rounding& conv, const Rounding& matmul) {
  const auto fine = [](const Rounding& rounded, float value) { return rounded(value) - rounded(1); };
  const std::vector<std::int64_t> image{1, 64, 14, 14};
  const std::vector<std::int64_t> rows{64, 64};
  return {{output(image, 196, fine(conv, model::kLostInBf16), fine(conv, model::kLostInFp16)),
           output(rows, 1, fine(matmul, model::kLostInBf16), fine(matmul, model::kLostInFp16))},
          {output(image, 196, conv(model::kPastFp16), 0), output(rows, 1, matmul(model::kPastFp16), 0)}};
}

TEST(Probe, TellsTheArithmeticsApart) {
  EXPECT_EQ(arithmetic_of(probe_outputs(exact, exact)), "fp32");
  EXPECT_EQ(arithmetic_of(probe_outputs(tf32, tf32)), "tf32");
  EXPECT_EQ(arithmetic_of(probe_outputs(half, half)), "fp16");
  EXPECT_EQ(arithmetic_of(probe_outputs(brain, brain)), "bf16");
}

TEST(Probe, TakesTheCoarserOfTheTwoOperators) {
  EXPECT_EQ(arithmetic_of(probe_outputs(exact, brain)), "bf16");
  EXPECT_EQ(arithmetic_of(probe_outputs(half, exact)), "fp16");
  EXPECT_EQ(arithmetic_of(probe_outputs(half, brain)), "bf16");
}

TEST(Probe, ClaimsNothingOfOutputsThatFitNoArithmetic) {
  EXPECT_EQ(arithmetic_of(Outputs{}), std::nullopt);
  const Rounding nan = [](float) { return std::numeric_limits<float>::quiet_NaN(); };
  EXPECT_EQ(arithmetic_of(probe_outputs(nan, exact)), std::nullopt);
  Outputs short_of_one = probe_outputs(exact, exact);
  short_of_one[1].pop_back();
  EXPECT_EQ(arithmetic_of(short_of_one), std::nullopt);
  Outputs cut = probe_outputs(exact, exact);
  cut[0][0].data.resize(16);
  EXPECT_EQ(arithmetic_of(cut), std::nullopt);
}

Outcome held(Precision asked, const std::optional<std::string>& ran, bool strict = false) {
  Cell cell;
  cell.precision = asked;
  cell.strict = strict;
  return hold_to_floor(cell, ran);
}

TEST(PrecisionFloor, MoreBitsAreRightAndFewerAreNot) {
  const Outcome right{Status::kRight, ""};
  EXPECT_EQ(held(Precision::kFp32, "fp32"), right);
  EXPECT_EQ(held(Precision::kFp16, "fp32"), right);
  EXPECT_EQ(held(Precision::kBf16, "fp16"), right);
  EXPECT_EQ(held(Precision::kFp16, "bf16"), (Outcome{Status::kUnsupported, "fp16 asked, bf16 ran"}));
  EXPECT_EQ(held(Precision::kFp32, "tf32"), (Outcome{Status::kUnsupported, "fp32 asked, tf32 ran"}));
}

TEST(PrecisionFloor, StrictTakesNothingElse) {
  EXPECT_EQ(held(Precision::kBf16, "bf16", true).status, Status::kRight);
  EXPECT_EQ(held(Precision::kFp16, "fp32", true),
            (Outcome{Status::kUnsupported, "strict fp16 asked, fp32 ran"}));
}

TEST(PrecisionFloor, WhatIsNotKnownIsNotHeldAgainstAnybody) {
  EXPECT_EQ(held(Precision::kFp16, std::nullopt, true).status, Status::kRight);
  EXPECT_EQ(held(Precision::kFp16, "mixed").status, Status::kRight);
}

TEST(PrecisionFloor, TheCoarserOfToldAndProbedCounts) {
  EXPECT_EQ(coarser("fp32", "bf16"), "bf16");
  EXPECT_EQ(coarser("bf16", "fp32"), "bf16");
  EXPECT_EQ(coarser(std::nullopt, "fp16"), "fp16");
  EXPECT_EQ(coarser("fp16", std::nullopt), "fp16");
  EXPECT_EQ(coarser("mixed", "fp16"), "fp16");
  EXPECT_EQ(coarser(std::nullopt, std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace bakeoff::measure
