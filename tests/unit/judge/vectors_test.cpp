#include "judge/vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace bakeoff::judge {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string golden_text() {
  std::ifstream file(BAKEOFF_SOURCE_DIR "/tests/golden/method_vectors.json");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

nlohmann::json golden() {
  return nlohmann::json::parse(golden_text());
}

std::vector<std::string> differences(const nlohmann::json& vectors) {
  const Result<std::vector<std::string>> result = check_vectors(vectors.dump());
  EXPECT_TRUE(result.has_value()) << result.error().what;
  return result.value_or(std::vector<std::string>{"failed"});
}

TEST(Vectors, GoldenFileAgrees) {
  EXPECT_THAT(differences(golden()), IsEmpty());
}

TEST(Vectors, EveryPlantedChangeIsOneSentence) {
  const std::vector<std::pair<std::string, nlohmann::json>> changes = {
      {"/b/0", 0.3125001},
      {"/c/3", 0.2499999},
      {"/evidence/4/2", 185.0723},
      {"/first_all_win_n/40", 8},
      {"/sequences/1/E/5", 2.5431194},
      {"/sequences/0/first_at_40", 6},
      {"/interval_index/r/11", 1},
      {"/races/0/verdict", "tie"},
      {"/races/8/contradiction", false},
      {"/races/1/stop_epoch", 27},
      {"/races/4/eliminated_at/2", 16},
      {"/races/9/survivors/1", 2},
      {"/races/9/mean_E_against/3", 1.91},
      {"/median_sign/1/sign", 1},
      {"/limit_shares/0/verdict", "open"},
      {"/limit_shares/0/n", 8},
      {"/limit_shares/1/E_pass", 0.7568},
      {"/limit_shares/1/E_fail", 9.3302},
  };
  for (const auto& [place, value] : changes) {
    nlohmann::json vectors = golden();
    const nlohmann::json::json_pointer pointer(place);
    ASSERT_TRUE(vectors.contains(pointer)) << place;
    ASSERT_NE(vectors[pointer], value) << place;
    vectors[pointer] = value;
    EXPECT_THAT(differences(vectors), SizeIs(1)) << place;
  }
}

TEST(Vectors, SentenceNamesTheRaceAndBothValues) {
  nlohmann::json vectors = golden();
  vectors["races"][0]["verdict"] = "tie";
  EXPECT_THAT(differences(vectors),
              ElementsAre("The verdict of the race \"two, clear\" is winner here, the vectors say tie."));
}

TEST(Vectors, ABudgetThatEndsFirstLeavesTheRaceUnresolved) {
  nlohmann::json vectors = {{"races", {golden()["races"][0]}}};
  nlohmann::json& race = vectors["races"][0];
  race["budget_epochs"] = 6;
  EXPECT_THAT(differences(vectors), testing::Not(IsEmpty()));
  race["verdict"] = "unresolved";
  race["stop_epoch"] = 6;
  race["eliminated_at"] = {0, 0};
  race["survivors"] = {0, 1};
  race["mean_E_against"] = {0.0347591489553452, 27.8831659406424};
  EXPECT_THAT(differences(vectors), IsEmpty());
}

TEST(Vectors, UnknownSectionIsReported) {
  nlohmann::json vectors = golden();
  vectors["novel"] = {1, 2};
  EXPECT_THAT(differences(vectors), ElementsAre(AllOf(HasSubstr("novel"), HasSubstr("not known"))));
}

TEST(Vectors, OtherFilesAreRefused) {
  const std::vector<std::string> texts = {
      "",
      "[]",
      "{",
      "{}",
      R"({"note": "nothing else"})",
      R"({"evidence": 3})",
      R"({"evidence": [[1, 2]]})",
      R"({"evidence": [[-1, 2, 1]]})",
      R"({"evidence": [["1", 2, 1]]})",
      R"({"first_all_win_n": {"x": 3}})",
      R"({"sequences": [{"signs": "+x", "E": [1, 1], "first_at_40": 0}]})",
      R"({"interval_index": {"n": [1]}})",
      R"({"races": [{"name": "x"}]})",
      R"({"races": [{"name": "x", "times_1024": []}]})",
      R"({"median_sign": [{"log_ratios": [], "shift": 0, "sign": 0}]})",
      R"({"limit_shares": [{"q": 0.9, "shares": []}]})"};
  for (const std::string& text : texts) {
    const Result<std::vector<std::string>> result = check_vectors(text);
    ASSERT_FALSE(result.has_value()) << text;
    EXPECT_EQ(result.error().kind, ErrorKind::kBadInput) << text;
  }
}

TEST(Vectors, RaggedRacesAreRefused) {
  for (const char* place : {"/races/0/times_1024/3/0", "/races/0/times_1024/3"}) {
    nlohmann::json vectors = golden();
    vectors[nlohmann::json::json_pointer(place)] = nlohmann::json::array();
    EXPECT_FALSE(check_vectors(vectors.dump()).has_value()) << place;
  }
}

}  // namespace
}  // namespace bakeoff::judge
