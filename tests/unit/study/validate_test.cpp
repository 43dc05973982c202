#include "study/validate.h"

#include <gmock/gmock.h>

#include <cmath>

namespace bakeoff::study {
namespace {

StudyRequest good() {
  StudyRequest request;
  request.models = {"resnet-50"};
  return request;
}

std::string refused_option(const StudyRequest& request) {
  const auto validated = validate(request);
  if (validated) return "";
  EXPECT_EQ(validated.error().kind, ErrorKind::kUsage);
  EXPECT_FALSE(validated.error().what.empty());
  EXPECT_FALSE(validated.error().hint.empty());
  return validated.error().where;
}

TEST(Validate, TheDefaultsAreGood) {
  EXPECT_TRUE(validate(good()));
}

TEST(Validate, AlphaLiesAboveZeroUpToAHalf) {
  for (const double bad : {0.0, -0.05, 0.50001, 1.0, 5.0, std::nan(""), HUGE_VAL}) {
    StudyRequest request = good();
    request.rules.alpha = bad;
    EXPECT_EQ(refused_option(request), "--alpha") << bad;
  }
  for (const double fine : {1e-9, 0.001, 0.5}) {
    StudyRequest request = good();
    request.rules.alpha = fine;
    EXPECT_EQ(refused_option(request), "") << fine;
  }
}

TEST(Validate, EpsilonLiesAboveZeroUpToOne) {
  for (const double bad : {0.0, -1.0, 1.0001, std::nan("")}) {
    StudyRequest request = good();
    request.rules.epsilon = bad;
    EXPECT_EQ(refused_option(request), "--epsilon") << bad;
  }
  StudyRequest request = good();
  request.rules.epsilon = 1;
  EXPECT_EQ(refused_option(request), "");
}

TEST(Validate, TheBudgetIsASecondOrMore) {
  StudyRequest request = good();
  request.rules.budget = std::chrono::seconds(1);
  EXPECT_EQ(refused_option(request), "");
  request.rules.budget = std::chrono::milliseconds(999);
  EXPECT_EQ(refused_option(request), "--budget");
  request.rules.budget = std::chrono::hours(24 * 31);
  EXPECT_EQ(refused_option(request), "--budget");
}

TEST(Validate, SlotRoundsAndMaxError) {
  StudyRequest request = good();
  request.rules.slot = Nanoseconds(0);
  EXPECT_EQ(refused_option(request), "--slot");
  request = good();
  request.rules.rounds_per_epoch = 0;
  EXPECT_EQ(refused_option(request), "--rounds");
  for (const double bad : {0.0, -1e-3, std::nan(""), HUGE_VAL}) {
    request = good();
    request.rules.max_error = bad;
    EXPECT_EQ(refused_option(request), "--max-error") << bad;
  }
}

TEST(Validate, EveryAxisHasDistinctValues) {
  StudyRequest request;
  EXPECT_EQ(refused_option(request), "MODEL");
  request.models = {"a", "b", "a"};
  EXPECT_EQ(refused_option(request), "MODEL");
  request.models = {""};
  EXPECT_EQ(refused_option(request), "MODEL");
  request = good();
  request.precisions = {};
  EXPECT_EQ(refused_option(request), "--precision");
  request.precisions = {Precision::kFp32, Precision::kFp32};
  EXPECT_EQ(refused_option(request), "--precision");
  request = good();
  request.batches = {};
  EXPECT_EQ(refused_option(request), "--batch");
  request.batches = {0};
  EXPECT_EQ(refused_option(request), "--batch");
  request.batches = {8, 1, 8};
  EXPECT_EQ(refused_option(request), "--batch");
  request = good();
  request.threads = {-1};
  EXPECT_EQ(refused_option(request), "--threads");
}

TEST(Validate, InputsBelongToOneModel) {
  StudyRequest request = good();
  request.models = {"a"};
  request.shapes = {{"x", {1}}, {"y", {1}}};
  request.input_files = {{"x", "x.npy", ""}};
  EXPECT_EQ(refused_option(request), "");
  request.batches = {1, 2};
  EXPECT_EQ(refused_option(request), "--batch");
  request.batches = {1};
  request.shapes[1].input = "x";
  EXPECT_EQ(refused_option(request), "--shape");
  request.shapes.clear();
  request.input_files.push_back({"x", "y.npy", ""});
  EXPECT_EQ(refused_option(request), "--input");
  request.input_files.pop_back();
  request.models = {"a", "b"};
  EXPECT_EQ(refused_option(request), "MODEL");
}

}  // namespace
}  // namespace bakeoff::study
