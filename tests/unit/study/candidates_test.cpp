#include "study/candidates.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <set>

#include "study/request.h"

namespace bakeoff::study {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Candidate candidate(std::string runtime, std::string version, std::string configuration = "default") {
  Candidate made;
  made.runtime = std::move(runtime);
  made.version = std::move(version);
  made.configuration = std::move(configuration);
  return made;
}

std::vector<std::string> names_of(std::vector<Candidate> candidates) {
  name_candidates(candidates);
  std::vector<std::string> names;
  for (const Candidate& named : candidates) names.push_back(named.name);
  return names;
}

TEST(NameCandidates, ARuntimeAloneIsItsName) {
  EXPECT_THAT(names_of({candidate("openvino", "2026.4.1"), candidate("onnxruntime", "1.32.0")}),
              ElementsAre("openvino", "onnxruntime"));
}

TEST(NameCandidates, SeveralVersionsAreToldApart) {
  EXPECT_THAT(names_of({candidate("openvino", "2026.4.1"), candidate("openvino", "2025.1.0"),
                        candidate("onnxruntime", "1.32.0")}),
              ElementsAre("openvino==2026.4.1", "openvino==2025.1.0", "onnxruntime"));
}

TEST(NameCandidates, AConfigurationOfOnesOwnIsSaid) {
  EXPECT_THAT(names_of({candidate("pytorch", "2.13.0", "channels-last"), candidate("openvino", "2026.4.1"),
                        candidate("openvino", "2026.4.1", "no-pin")}),
              ElementsAre("pytorch:channels-last", "openvino", "openvino:no-pin"));
}

TEST(NameCandidates, BothWhereBothAreNeeded) {
  EXPECT_THAT(names_of({candidate("openvino", "2026.4.1", "no-pin"), candidate("openvino", "2025.1.0")}),
              ElementsAre("openvino==2026.4.1:no-pin", "openvino==2025.1.0"));
}

TEST(NameCandidates, AnAbsentOneOfUnknownVersionKeepsTheBareName) {
  EXPECT_THAT(names_of({candidate("openvino", ""), candidate("openvino", "2025.1.0")}),
              ElementsAre("openvino", "openvino==2025.1.0"));
}

TEST(NameCandidates, DistinctCandidatesGetDistinctNamesThatReadBack) {
  rc::check([] {
    const auto pick = [](std::vector<std::string> from) { return *rc::gen::elementOf(std::move(from)); };
    std::vector<Candidate> candidates;
    const int count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
      Candidate made = candidate(pick({"a", "b", "a-b"}), pick({"", "1", "1.2", "2+cpu"}),
                                 pick({"default", "x", "k=1", "k=1+j=2"}));
      candidates.push_back(made);
      if (!check_distinct(candidates)) candidates.pop_back();
    }
    const std::vector<std::string> names = names_of(candidates);
    RC_ASSERT(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto parsed = parse_runtimes(names[i]);
      RC_ASSERT(parsed.has_value());
      RC_ASSERT(parsed->front().runtime == candidates[i].runtime);
      RC_ASSERT(parsed->front().configuration == candidates[i].configuration);
    }
  });
}

TEST(CheckDistinct, RefusesTheSameVersionAskedForInTwoWays) {
  const auto checked = check_distinct({candidate("openvino", "1"), candidate("openvino", "1")});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(checked.error().what, HasSubstr("openvino==1 is there twice"));
}

TEST(CheckDistinct, RefusesANamedConfigurationBesideItsOwnOptions) {
  Candidate named = candidate("openvino", "1", "no-pin");
  named.options = {{"pin", "0"}, {"x", "1"}};
  Candidate spelled = candidate("openvino", "1", "x=1+pin=0");
  spelled.options = {{"x", "1"}, {"pin", "0"}};
  const auto checked = check_distinct({named, spelled});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().what, "openvino==1:no-pin and openvino==1:x=1+pin=0 are the same candidate");
}

TEST(CheckDistinct, LetsOthersPass) {
  EXPECT_TRUE(check_distinct({candidate("openvino", "1"), candidate("openvino", "2"),
                              candidate("openvino", "1", "no-pin"), candidate("onnxruntime", "1")}));
}

}  // namespace
}  // namespace bakeoff::study
