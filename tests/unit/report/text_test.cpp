#include "report/text.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "approved.h"
#include "studies.h"

namespace bakeoff::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ApprovedText : public ::testing::TestWithParam<NamedStudy> {};

TEST_P(ApprovedText, IsAsApproved) {
  expect_approved(GetParam().name + ".txt", study_text(GetParam().make(), "race.bakeoff", TextStyle{}));
}

INSTANTIATE_TEST_SUITE_P(All, ApprovedText, ::testing::ValuesIn(all_studies()), [](const auto& study) {
  std::string name = study.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(StudyText, FitsNarrowAndWideTerminals) {
  expect_approved("winner-60.txt", study_text(winner_study(), "race.bakeoff", {60, Colour::kPlain}));
  expect_approved("winner-120.txt", study_text(winner_study(), "race.bakeoff", {120, Colour::kPlain}));
  expect_approved("winner-colour.txt", study_text(winner_study(), "race.bakeoff", {80, Colour::kAnsi}));
}

// A word that is longer than a line (a list of runtimes) cannot be broken; nothing else may stick out.
TEST(StudyText, NoLineIsWiderThanItsTerminal) {
  for (const NamedStudy& study : all_studies()) {
    for (const int width : {60, 80, 120}) {
      std::istringstream lines(study_text(study.make(), "race.bakeoff", {width, Colour::kPlain}));
      for (std::string line; std::getline(lines, line);) {
        const bool one_long_word = line.find(' ', line.find_first_not_of(" -")) == std::string::npos ||
                                   line.find("--runtimes") != std::string::npos || study.name == "hostile";
        EXPECT_TRUE(display_width(line) <= width || one_long_word)
            << study.name << " " << width << ": " << line;
      }
    }
  }
}

TEST(StudyText, NothingFromOutsideReachesTheTerminalAsAControl) {
  const std::string text = study_text(hostile_study(), "a\x1b[2J.bakeoff", TextStyle{});
  for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  EXPECT_THAT(text, Not(HasSubstr("\x7f")));
  EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
  EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
  EXPECT_THAT(text, Not(HasSubstr("\xff")));
}

TEST(StudyText, ColoursAreOnlyAddedNeverNeeded) {
  const auto without_codes = [](std::string text) {
    for (auto at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
      text.erase(at, text.find('m', at) - at + 1);
    }
    return text;
  };
  for (const NamedStudy& study : all_studies()) {
    EXPECT_EQ(without_codes(study_text(study.make(), "f", {80, Colour::kAnsi})),
              study_text(study.make(), "f", {80, Colour::kPlain}));
  }
}

// Who leads all others together may be behind one of them: medians can run in a circle.
TEST(StudyText, ALeaderBehindOneRivalIsToldToBe) {
  Told study = unresolved_study();
  CellResult& result = study.results[0];
  const CandidateIndex first = *result.leader;
  for (PairResult& pair : result.pairs) {
    const bool both = (pair.faster == first && pair.slower == *result.runner_up) ||
                      (pair.slower == first && pair.faster == *result.runner_up);
    if (!both) continue;
    pair.faster = *result.runner_up;
    pair.slower = first;
    pair.ratio = 1.004;
    pair.interval = {0.99, 1.02};
  }
  const std::string text = study_text(study, "study.bakeoff", {200, Colour::kPlain});
  EXPECT_THAT(text, testing::HasSubstr("0.4 % behind onnxruntime (-1.0 % to 2.0 %"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("-0.4 % ahead")));
}

TEST(StudyText, ALeadOfUnknownSizeIsToldToBe) {
  Told study = winner_study();
  const auto told = [&](double ratio, const Interval& interval) {
    study.results[0].pairs[0].ratio = ratio;
    study.results[0].pairs[0].interval = interval;
    return study_text(study, "f", {200, Colour::kPlain}).find("by how much is not") != std::string::npos;
  };
  EXPECT_TRUE(told(1.052, {1.006, 2.25}));
  EXPECT_FALSE(told(1.041, {1.012, 1.049})) << "narrow";
  EXPECT_FALSE(told(1.004, {1.001, 1.05})) << "wide beside its lead, but small";
  EXPECT_FALSE(told(1.8, {1.4, 2.6})) << "large, and known well enough";
}

TEST(StudyText, TheEliminatedAreNeverComparedWithOneAnother) {
  Told study = winner_study();
  study.results[0].pairs.push_back({0, 2, 1.26, {1.2, 1.3}, 9, 9, 100});
  EXPECT_EQ(study_text(study, "f", TextStyle{}), study_text(winner_study(), "f", TextStyle{}));
}

}  // namespace
}  // namespace bakeoff::report
