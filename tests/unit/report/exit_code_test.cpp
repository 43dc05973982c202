#include "report/exit_code.h"

#include <gtest/gtest.h>

#include <array>

#include "studies.h"

namespace bakeoff::report {
namespace {

Told with(std::vector<Told> studies) {
  Told all = studies.front();
  for (std::size_t i = 1; i < studies.size(); ++i) {
    all.study.cells.push_back(studies[i].study.cells.front());
    all.results.push_back(studies[i].results.front());
  }
  return all;
}

TEST(ExitCode, DecidedStudiesAreDone) {
  EXPECT_EQ(exit_code(winner_study()), 0);
  EXPECT_EQ(exit_code(tie_study()), 0);
  EXPECT_EQ(exit_code(only_study()), 0);
  EXPECT_EQ(exit_code(crashed_study()), 0);
  EXPECT_EQ(exit_code(absent_study()), 0);
}

TEST(ExitCode, AnUnresolvedCellIsThree) {
  EXPECT_EQ(exit_code(unresolved_study()), 3);
  EXPECT_EQ(exit_code(with({winner_study(), unresolved_study()})), 3);
}

TEST(ExitCode, ACellWithoutAValidCandidateIsFourEvenBesideAnUnresolvedOne) {
  EXPECT_EQ(exit_code(none_study()), 4);
  EXPECT_EQ(exit_code(with({winner_study(), unresolved_study(), none_study()})), 4);
}

TEST(ExitCode, ACellWhoseCandidatesAreAllAbsentHasNoValidCandidate) {
  Told study = absent_study();
  study.study.cells[0].candidates.clear();
  study.study.cells[0].tries.clear();
  study.results[0] = CellResult{};
  EXPECT_EQ(exit_code(study), 4);
}

TEST(ExitCode, AnInterruptionComesBeforeAll) {
  Told interrupted = interrupted_study();
  EXPECT_EQ(exit_code(interrupted), 130);
  Told not_begun = interrupted;
  not_begun.study.cells.erase(not_begun.study.cells.begin());
  not_begun.results.erase(not_begun.results.begin());
  EXPECT_EQ(exit_code(not_begun), 130) << "a cell still waits";
  EXPECT_EQ(exit_code(with({none_study(), interrupted})), 130);
}

TEST(ExitCode, ErrorsHaveTheCodeOfTheirKind) {
  EXPECT_EQ(exit_code(Error{ErrorKind::kInternal, "", "", ""}), 1);
  EXPECT_EQ(exit_code(Error{ErrorKind::kInterrupted, "", "", ""}), 130);
  for (const ErrorKind kind :
       {ErrorKind::kUsage, ErrorKind::kBadInput, ErrorKind::kNotFound, ErrorKind::kUnsupported}) {
    EXPECT_EQ(exit_code(Error{kind, "", "", ""}), 2);
  }
}

TEST(ExitCode, OfSeveralTheFirstInDesignsOrderApplies) {
  EXPECT_EQ(first_that_applies({}), 0);
  // The order of DESIGN.md: every code before all that stand behind it, whatever their numbers.
  constexpr std::array<int, 7> kOrder{130, 1, 2, 4, 5, 3, 0};
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    for (std::size_t j = i; j < kOrder.size(); ++j) {
      const std::array<int, 2> codes{kOrder[j], kOrder[i]};
      EXPECT_EQ(first_that_applies(codes), kOrder[i]);
    }
  }
}

}  // namespace
}  // namespace bakeoff::report
