#include "judge/race/course.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "judge/stats/evidence.h"

namespace bakeoff::judge {
namespace {

// What a Standing says after each of its units is the oracle: it counts as the race goes on, a course only
// afterwards.
struct Watched {
  Standing standing;
  std::vector<CourseUnit> seen;

  void add(const RoundCosts& costs) {
    const std::uint32_t before = standing.units();
    standing.add_unit({&costs, 1});
    if (standing.units() == before) return;
    CourseUnit& now = seen.emplace_back();
    now.against.resize(standing.candidates());
    for (const CandidateIndex i : standing.entrants()) now.against[i] = standing.evidence_against(i);
    now.tie_needs = standing.tie_needs();
    for (const CandidateIndex i : standing.survivors()) {
      for (const CandidateIndex j : standing.survivors()) {
        if (i == j) continue;
        const Signs beyond = standing.signs(i, j, std::log1p(standing.epsilon()));
        const double claim = evidence(beyond.losses, beyond.wins);
        now.tie = std::min(now.tie.value_or(claim), claim);
      }
    }
  }
};

TEST(Course, IsWhatTheRaceSaidAfterEachUnit) {
  Dice dice{11};
  for (int race = 0; race < 200; ++race) {
    Rules rules;
    rules.epsilon = 0.1;
    const std::size_t candidates = 2 + dice.below(4);
    std::vector<CandidateIndex> entrants;
    for (CandidateIndex i = 0; i < candidates; ++i) {
      if (i < 2 || dice.uniform() < 0.8) entrants.push_back(i);
    }
    Watched watched{Standing(rules, candidates, entrants), {}};
    for (int unit = 0; unit < 60; ++unit) {
      if (dice.uniform() < 0.01) watched.standing.leave(entrants[dice.below(entrants.size())]);
      RoundCosts costs(candidates);
      for (const CandidateIndex i : watched.standing.survivors()) {
        costs[i] = 0.02 * (i + static_cast<double>(dice.below(6)));  // coarse, so that exact ties come up
      }
      watched.add(costs);
    }
    const Course course = course_of(watched.standing);
    EXPECT_EQ(course.leaves_at, 40);
    ASSERT_EQ(course.units.size(), watched.seen.size());
    for (std::size_t unit = 0; unit < course.units.size(); ++unit) {
      EXPECT_EQ(course.units[unit].against, watched.seen[unit].against)
          << "race " << race << " unit " << unit;
      EXPECT_EQ(course.units[unit].tie, watched.seen[unit].tie) << "race " << race << " unit " << unit;
      EXPECT_EQ(course.units[unit].tie_needs, watched.seen[unit].tie_needs);
    }
  }
}

TEST(Course, OfSevenStraightWinsIsTheTableOfTheMethod) {
  Standing standing(Rules{}, 2, std::vector<CandidateIndex>{0, 1});
  const RoundCosts costs = {0.0, 0.1};
  for (int unit = 0; unit < 7; ++unit) standing.add_unit({&costs, 1});
  const Course course = course_of(standing);
  ASSERT_EQ(course.units.size(), 7U);
  EXPECT_NEAR(*course.units[0].against[1], 1.640625, 1e-12);
  EXPECT_LT(*course.units[5].against[1], course.leaves_at);
  EXPECT_GE(*course.units[6].against[1], course.leaves_at);
  EXPECT_FALSE(course.units[6].tie) << "one is left";
}

}  // namespace
}  // namespace bakeoff::judge
