#include "report/progress.h"

#include <gmock/gmock.h>

#include "report/layout.h"
#include "studies.h"

namespace bakeoff::report {
namespace {

using std::chrono::seconds;
using ::testing::Optional;

ProgressState racing() {
  ProgressState state;
  state.cell = "resnet-50 fp32 b1";
  state.survivors = {"openvino", "onnxruntime"};
  state.epoch = 5;
  state.round = 3;
  state.evidence = 12.4;
  state.elapsed = seconds(38);
  state.budget = seconds(120);
  state.likely_left = seconds(30);
  return state;
}

TEST(ProgressLine, SaysAllWhereThereIsRoom) {
  EXPECT_EQ(
      progress_line(racing(), 140),
      "resnet-50 fp32 b1 · epoch 5, round 3/5 · racing openvino, onnxruntime · E 12.4 of 40 · 38 s of 2 "
      "min, likely done in 30 s");
}

TEST(ProgressLine, LeavesOutWhatMattersLeast) {
  EXPECT_EQ(progress_line(racing(), 115),
            "resnet-50 fp32 b1 · epoch 5, round 3/5 · racing openvino, onnxruntime · 38 s of 2 min, likely "
            "done in 30 s");
  EXPECT_EQ(progress_line(racing(), 80),
            "resnet-50 fp32 b1 · epoch 5, round 3/5 · 38 s of 2 min, likely done in 30 s");
  EXPECT_EQ(progress_line(racing(), 60), "epoch 5, round 3/5 · 38 s of 2 min, likely done in 30 s");
}

TEST(ProgressLine, RoundsAsEvidenceHaveNoEndToReach) {
  ProgressState state = racing();
  state.rounds_per_epoch = 0;
  EXPECT_EQ(progress_line(state, 60), "round 3 · 38 s of 2 min, likely done in 30 s");
  ProgressState before = state;
  state.round = 9;
  EXPECT_EQ(plain_progress_line(before, state), std::nullopt);
  before = state;
  state.round = 10;
  EXPECT_EQ(
      plain_progress_line(before, state),
      "resnet-50 fp32 b1: round 10 · racing openvino, onnxruntime · 38 s of 2 min, likely done in 30 s");
}

TEST(ProgressLine, NeverExceedsTheTerminal) {
  ProgressState state = racing();
  state.cell = std::string(300, 'x');
  state.activity = "checking 日本語\x1b[2J" + std::string(300, 'y');
  for (int width = 1; width < 200; ++width) EXPECT_LE(display_width(progress_line(state, width)), width);
}

TEST(ProgressLine, SaysWhatIsDoneBeforeTheRace) {
  ProgressState state;
  state.cell = "resnet-50 fp32 b1";
  state.cell_number = 2;
  state.cell_count = 3;
  state.activity = "checking openvino";
  state.elapsed = seconds(4);
  state.budget = seconds(120);
  EXPECT_EQ(progress_line(state, 80), "[2/3] resnet-50 fp32 b1 · checking openvino · 4.0 s of 2 min");
}

TEST(ProgressLine, VoidRoundsMayExceedTheRoundsOfAnEpoch) {
  ProgressState state = racing();
  state.round = 7;
  EXPECT_EQ(progress_line(state, 60), "epoch 5, round 7/7 · 38 s of 2 min, likely done in 30 s");
}

TEST(ProgressLine, SaysWhenTheBudgetIsLikelyTooSmall) {
  ProgressState state = racing();
  state.likely_left = seconds(300);
  EXPECT_EQ(progress_line(state, 60), "epoch 5, round 3/5 · 38 s of 2 min, likely not enough");
}

TEST(PlainProgressLine, ComesOnlyWithNews) {
  const ProgressState state = racing();
  EXPECT_THAT(plain_progress_line(std::nullopt, state),
              Optional(std::string("resnet-50 fp32 b1: racing openvino, onnxruntime")));
  ProgressState later = state;
  later.round = 4;
  later.elapsed = seconds(39);
  EXPECT_EQ(plain_progress_line(state, later), std::nullopt);
}

TEST(PlainProgressLine, TellsOfEpochsAndDepartures) {
  const ProgressState state = racing();
  ProgressState later = state;
  later.epoch = 6;
  later.likely_left.reset();
  EXPECT_THAT(plain_progress_line(state, later),
              Optional(std::string(
                  "resnet-50 fp32 b1: epoch 5 done · racing openvino, onnxruntime · 38 s of 2 min")));
  later.survivors = {"openvino"};
  EXPECT_THAT(
      plain_progress_line(state, later),
      Optional(std::string("resnet-50 fp32 b1: epoch 5 done · onnxruntime left · racing openvino · 38 "
                           "s of 2 min")));
  later.epoch = 5;
  EXPECT_THAT(plain_progress_line(state, later),
              Optional(std::string("resnet-50 fp32 b1: onnxruntime left · racing openvino · 38 s of 2 min")));
}

TEST(PlainProgressLine, BeginsEveryCell) {
  ProgressState next = racing();
  next.cell = "squeezenet-1.1 fp32 b1";
  next.cell_number = 2;
  next.cell_count = 2;
  next.activity = "checking openvino";
  EXPECT_THAT(plain_progress_line(racing(), next),
              Optional(std::string("[2/2] squeezenet-1.1 fp32 b1: checking openvino")));
}

TEST(ProgressOf, ReadsTheStateOfTheDecision) {
  const Told told = unresolved_study();
  const ProgressState state = progress_of(cells_of(told).front(), seconds(36));
  EXPECT_EQ(state.cell, "resnet-50 fp32 b1");
  EXPECT_THAT(state.survivors, ::testing::ElementsAre("onnxruntime", "openvino"));
  EXPECT_DOUBLE_EQ(state.threshold, 40);
  // One pair against a survivor, of the two rivals that each candidate has.
  EXPECT_THAT(state.evidence, Optional(::testing::DoubleEq(41.5 / 2)));
  // 18 epochs took 36 s, 22 more are needed.
  EXPECT_EQ(state.likely_left, seconds(44));
}

TEST(ProgressOf, AContinuedRaceCountsTheTimeOfItsEarlierRuns) {
  Told told = unresolved_study();
  told.study.cells[0].tries.back().push_back(RaceStopped{StopCause::kBudget, seconds(54)});
  EXPECT_EQ(progress_of(cells_of(told).front(), seconds(36)).likely_left, seconds(110));
}

}  // namespace
}  // namespace bakeoff::report
