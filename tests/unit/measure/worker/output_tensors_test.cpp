#include "measure/worker/output_tensors.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace bakeoff::measure {
namespace {

constexpr std::uint64_t kLimit = 100;

bakeoff_tensor tensor_of(std::uint64_t size) {
  static float data = 0;
  bakeoff_tensor tensor{};
  tensor.name = "y";
  tensor.rank = 1;
  tensor.data = &data;
  tensor.size = size;
  return tensor;
}

Outcome outcome_with(const std::function<void(bakeoff_tensor&)>& change) {
  std::vector<bakeoff_tensor> tensors{tensor_of(4), tensor_of(4)};
  change(tensors.back());
  const auto checked = check_tensors(tensors, kLimit);
  return checked ? Outcome{Status::kRight, ""} : checked.error();
}

TEST(OutputTensors, AreBelievedUpToTheLimit) {
  EXPECT_TRUE(check_tensors({}, 0).has_value());
  const std::vector<bakeoff_tensor> tensors{tensor_of(40), tensor_of(60)};
  EXPECT_TRUE(check_tensors(tensors, 100).has_value());
  EXPECT_EQ(check_tensors(tensors, 99).error().status, Status::kOverLimit);
}

TEST(OutputTensors, ASizeThatWouldOverflowIsOverTheLimit) {
  const std::vector<bakeoff_tensor> tensors{tensor_of(8),
                                            tensor_of(std::numeric_limits<std::uint64_t>::max() - 4)};
  EXPECT_EQ(check_tensors(tensors, kLimit).error().status, Status::kOverLimit);
}

TEST(OutputTensors, WhatCannotBeIsNamed) {
  EXPECT_EQ(outcome_with([](bakeoff_tensor&) {}).status, Status::kRight);
  EXPECT_EQ(outcome_with([](bakeoff_tensor& tensor) { tensor.rank = BAKEOFF_MAX_RANK; }).status,
            Status::kRight);
  EXPECT_EQ(outcome_with([](bakeoff_tensor& tensor) { tensor.rank = BAKEOFF_MAX_RANK + 1; }).status,
            Status::kCrashed);
  EXPECT_NE(outcome_with([](bakeoff_tensor& tensor) { tensor.rank = -1; }).reason.find("rank -1"),
            std::string::npos);
  EXPECT_EQ(outcome_with([](bakeoff_tensor& tensor) { tensor.name = nullptr; }).status, Status::kCrashed);
  EXPECT_EQ(outcome_with([](bakeoff_tensor& tensor) { tensor.data = nullptr; }).status, Status::kCrashed);
  EXPECT_EQ(outcome_with([](bakeoff_tensor& tensor) { tensor.data = nullptr, tensor.size = 0; }).status,
            Status::kRight);
}

}  // namespace
}  // namespace bakeoff::measure
