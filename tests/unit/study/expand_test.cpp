#include <gmock/gmock.h>

#include "study/request.h"

namespace bakeoff::study {
namespace {

TEST(Expand, AOneCellRequestIsOneCell) {
  StudyRequest request;
  request.models = {"resnet-50"};
  request.threads = {4};
  request.strict = true;
  request.metric = Metric::kThroughput;
  Cell expected;
  expected.model = "resnet-50";
  expected.threads = 4;
  expected.strict = true;
  expected.metric = Metric::kThroughput;
  EXPECT_THAT(expand(request), ::testing::ElementsAre(expected));
}

TEST(Expand, AGridHasModelsOutermostAndThreadsInnermost) {
  StudyRequest request;
  request.models = {"a", "b"};
  request.precisions = {Precision::kFp32, Precision::kBf16};
  request.batches = {1, 8};
  request.threads = {1, 2};
  std::vector<std::string> order;
  for (const Cell& cell : expand(request)) {
    order.push_back(cell.model + " " + std::string(to_string(cell.precision)) + " " +
                    std::to_string(cell.batch) + " " + std::to_string(cell.threads));
  }
  EXPECT_THAT(order, ::testing::ElementsAre("a fp32 1 1", "a fp32 1 2", "a fp32 8 1", "a fp32 8 2",
                                            "a bf16 1 1", "a bf16 1 2", "a bf16 8 1", "a bf16 8 2",
                                            "b fp32 1 1", "b fp32 1 2", "b fp32 8 1", "b fp32 8 2",
                                            "b bf16 1 1", "b bf16 1 2", "b bf16 8 1", "b bf16 8 2"));
}

}  // namespace
}  // namespace bakeoff::study
