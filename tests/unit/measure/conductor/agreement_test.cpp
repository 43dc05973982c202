#include "measure/conductor/agreement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include <bakeoff/adapter.h>

namespace bakeoff::measure {
namespace {

Outputs floats(const std::vector<float>& values) {
  OutputTensor tensor{"y", BAKEOFF_FLOAT32, {static_cast<std::int64_t>(values.size())}, {}};
  const auto* const bytes = reinterpret_cast<const std::byte*>(values.data());
  tensor.data.assign(bytes, bytes + values.size() * sizeof(float));
  return {{tensor}};
}

std::vector<CandidateChecked> check(const std::vector<Outputs>& outputs) {
  std::vector<CandidateIndex> candidates;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    candidates.push_back(static_cast<CandidateIndex>(i));
    names.emplace_back(1, static_cast<char>('a' + i));
  }
  return hold_against_one_another(candidates, outputs, names, consensus_tolerance(Precision::kFp32));
}

std::string statuses(const std::vector<CandidateChecked>& checked) {
  std::string text;
  for (const auto& one : checked) text += one.outcome.status == Status::kRight ? '+' : '-';
  return text;
}

TEST(RelativeError, IsTheLargestDifferenceOverTheLargestReference) {
  EXPECT_DOUBLE_EQ(relative_error(floats({1, -4, 2}), floats({1, -5, 2})), 0.2);
  EXPECT_EQ(relative_error(floats({1, 2}), floats({1, 2})), 0);
  EXPECT_EQ(relative_error(floats({0, 0}), floats({0, 0})), 0);
  EXPECT_TRUE(std::isinf(relative_error(floats({1}), floats({0}))));
  EXPECT_TRUE(std::isinf(relative_error(floats({1, 2}), floats({1}))));
  EXPECT_TRUE(std::isinf(relative_error({}, floats({1}))));
}

TEST(Agreement, AllWithinTheToleranceAreRight) {
  const auto checked = check({floats({1, 2}), floats({1, 2.001F}), floats({1, 2})});
  EXPECT_EQ(statuses(checked), "+++");
  EXPECT_EQ(checked[0].reference, "consensus");
  ASSERT_TRUE(checked[1].relative_error);
  EXPECT_NEAR(*checked[1].relative_error, 5e-4, 1e-5);
}

TEST(Agreement, OfThreeTheOddOneIsWrong) {
  const auto checked = check({floats({1, 2}), floats({1, 3}), floats({1, 2})});
  EXPECT_EQ(statuses(checked), "+-+");
  EXPECT_NE(checked[1].outcome.reason.find("a, c"), std::string::npos) << checked[1].outcome.reason;
}

TEST(Agreement, TwoThatDisagreeAreBothWrong) {
  EXPECT_EQ(statuses(check({floats({1}), floats({2})})), "--");
}

TEST(Agreement, TwoEquallyLargeGroupsAgreeOnNothing) {
  EXPECT_EQ(statuses(check({floats({1}), floats({2}), floats({1}), floats({2})})), "----");
  EXPECT_EQ(statuses(check({floats({1}), floats({2}), floats({1}), floats({2}), floats({2})})), "-+-++");
}

TEST(Agreement, AChainOfNeighboursIsNoGroup) {
  // a ~ b ~ c ~ d, but only neighbours are within the tolerance: no group of three, and no single one of two.
  EXPECT_EQ(statuses(check({floats({1}), floats({1.0008F}), floats({1.0016F}), floats({1.0024F})})), "----");
}

TEST(Agreement, OneAloneIsRightWithoutAReference) {
  const auto checked = check({floats({1})});
  EXPECT_EQ(statuses(checked), "+");
  EXPECT_EQ(checked[0].reference, "none");
  EXPECT_FALSE(checked[0].relative_error);
}

TEST(Agreement, NaNAndInfinityNeverAgree) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(statuses(check({floats({nan}), floats({nan})})), "--");
  EXPECT_EQ(statuses(check({floats({1}), floats({infinity})})), "+-");
  EXPECT_EQ(statuses(check({floats({nan})})), "-");
  EXPECT_EQ(hold_against(0, floats({nan}), floats({1}), 1e-3, "scripted").outcome.status,
            Status::kWrongResult);
}

TEST(Agreement, DoesNotDependOnTheOrder) {
  const std::vector<Outputs> outputs{floats({1}), floats({1.0005F}), floats({1.0009F}), floats({5})};
  const auto forwards = statuses(check(outputs));
  auto backwards = statuses(check({outputs[3], outputs[2], outputs[1], outputs[0]}));
  std::reverse(backwards.begin(), backwards.end());
  EXPECT_EQ(forwards, backwards);
  EXPECT_EQ(forwards, "+++-");
}

TEST(ScriptedOutputs, DifferForEverySetItemAndElement) {
  const Outputs outputs = scripted_outputs(2, 3);
  ASSERT_EQ(outputs.size(), 2U);
  EXPECT_EQ(outputs[0][0].dims, (std::vector<std::int64_t>{3, 8}));
  EXPECT_GT(relative_error(outputs, {outputs[1], outputs[0]}), 0.1);
}

TEST(HoldAgainstReference, TellsRightFromWrong) {
  Reference reference;
  reference.source = "data";
  reference.expected.names = {"y"};
  reference.expected.items = {{{model::ElementType::kFloat, {1, 2}, model::reference::Reals{1.0, -2.0}}},
                              {{model::ElementType::kFloat, {1, 2}, model::reference::Reals{4.0, 0.5}}}};
  reference.expected.orders = {{0}, {1}};
  const auto tensor = [](std::vector<float> values) {
    OutputTensor output{"y", BAKEOFF_FLOAT32, {1, 2}, {}};
    output.data.resize(values.size() * sizeof(float));
    std::memcpy(output.data.data(), values.data(), output.data.size());
    return output;
  };
  const auto right = hold_against(3, {{tensor({1, -2})}, {tensor({4, 0.5004F})}}, reference, 1e-3);
  EXPECT_EQ(right.candidate, 3U);
  EXPECT_EQ(right.outcome.status, Status::kRight);
  EXPECT_EQ(right.reference, "data");
  EXPECT_NEAR(right.relative_error.value(), 1e-4, 1e-6);

  const auto wrong = hold_against(0, {{tensor({1, -2})}, {tensor({4, 0.6F})}}, reference, 1e-3);
  EXPECT_EQ(wrong.outcome.status, Status::kWrongResult);
  EXPECT_THAT(wrong.outcome.reason, testing::HasSubstr("differ from the reference"));

  const auto first_only = hold_against(0, {{tensor({1, -2})}}, reference, 1e-3);
  EXPECT_EQ(first_only.outcome.status, Status::kRight);
  EXPECT_EQ(first_only.relative_error, 0.0);
}

TEST(ConsensusTolerance, GrowsWithWhatThePrecisionLoses) {
  EXPECT_EQ(consensus_tolerance(Precision::kFp32), 1e-3);
  EXPECT_GT(consensus_tolerance(Precision::kFp16), consensus_tolerance(Precision::kFp32));
  EXPECT_GT(consensus_tolerance(Precision::kBf16), consensus_tolerance(Precision::kFp16));
}

}  // namespace
}  // namespace bakeoff::measure
