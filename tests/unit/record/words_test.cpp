// The words of study files and JSON are contracts: each stands here once more, by hand.
#include <gtest/gtest.h>

#include "record/cell.h"
#include "record/events.h"
#include "record/result.h"
#include "record/status.h"

namespace bakeoff {
namespace {

TEST(Words, OfStatusesAreDesignsClosedList) {
  EXPECT_EQ(to_string(Status::kMeasured), "measured");
  EXPECT_EQ(to_string(Status::kRight), "right");
  EXPECT_EQ(to_string(Status::kWrongResult), "wrong-result");
  EXPECT_EQ(to_string(Status::kUnsupported), "unsupported");
  EXPECT_EQ(to_string(Status::kOutOfMemory), "out-of-memory");
  EXPECT_EQ(to_string(Status::kCrashed), "crashed");
  EXPECT_EQ(to_string(Status::kTimedOut), "timed-out");
  EXPECT_EQ(to_string(Status::kNoDevice), "no-device");
  EXPECT_EQ(to_string(Status::kOverLimit), "over-limit");
  EXPECT_EQ(to_string(Status::kNotInstalled), "not-installed");
}

TEST(Words, ComeBack) {
  for (int i = 0; i <= static_cast<int>(Status::kNotInstalled); ++i) {
    EXPECT_EQ(status_from(to_string(static_cast<Status>(i))), static_cast<Status>(i));
  }
  for (int i = 0; i <= static_cast<int>(Disturbance::kSuspended); ++i) {
    EXPECT_EQ(disturbance_from(to_string(static_cast<Disturbance>(i))), static_cast<Disturbance>(i));
  }
  for (const auto cause : {StopCause::kDecided, StopCause::kBudget, StopCause::kInterrupted}) {
    EXPECT_EQ(stop_cause_from(to_string(cause)), cause);
  }
  for (const auto end : {EpochEnd::kComplete, EpochEnd::kCut}) EXPECT_EQ(epoch_end_from(to_string(end)), end);
  for (const auto metric : {Metric::kLatency, Metric::kThroughput})
    EXPECT_EQ(metric_from(to_string(metric)), metric);
  for (const auto evidence : {Evidence::kProcess, Evidence::kRound}) {
    EXPECT_EQ(evidence_from(to_string(evidence)), evidence);
  }
  for (const auto precision : {Precision::kFp32, Precision::kFp16, Precision::kBf16}) {
    EXPECT_EQ(precision_from(to_string(precision)), precision);
  }
}

TEST(Words, UnknownOnesAreNothing) {
  EXPECT_FALSE(status_from("fine"));
  EXPECT_FALSE(metric_from(""));
  EXPECT_FALSE(precision_from("int8"));
}

TEST(Words, OfVerdicts) {
  EXPECT_EQ(to_string(Verdict::kWinner), "winner");
  EXPECT_EQ(to_string(Verdict::kTie), "tie");
  EXPECT_EQ(to_string(Verdict::kUnresolved), "unresolved");
  EXPECT_EQ(to_string(Verdict::kNone), "none");
}

}  // namespace
}  // namespace bakeoff
