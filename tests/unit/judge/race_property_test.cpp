#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "judge/race/race.h"
#include "simulated_race.h"

namespace bakeoff::judge {
namespace {

/// A whole race with faults, disturbances, cuts, interruptions and kills at random places, and what next()
/// said before each event.
struct Story {
  Rules rules;
  std::size_t candidates = 0;
  std::vector<Event> events;
  std::vector<std::string> steps;  ///< next() after 0, 1, 2, ... events
  std::string result;
};

/// Random numbers that depend on nothing but what they are asked for.
double chance(std::uint64_t seed, const Moment& at, std::uint64_t topic) {
  return Dice{seed, at.attempt, at.epoch, at.round, at.candidate, topic}.uniform();
}

World random_world(std::uint64_t seed, double trouble) {
  World world;
  world.nanoseconds = [seed](const Moment& at) {
    const double noise = Dice{seed, at.attempt, at.epoch, at.round, at.candidate}.normal();
    return static_cast<std::uint64_t>(1e6 * (1 + 0.02 * at.candidate + 0.02 * noise));
  };
  world.fails = [=](const Moment& at) { return chance(seed, at, 1) < trouble * 0.01; };
  world.disturbed = [=](Moment at) {
    at.candidate = 0;
    return chance(seed, at, 2) < trouble * 0.1;
  };
  world.charged = [=](const Moment& at) { return static_cast<CandidateIndex>(chance(seed, at, 3) * 2); };
  world.window = static_cast<std::uint32_t>(1 + seed % 3);
  world.inferences = 1;
  return world;
}

Story random_story(std::uint64_t seed) {
  Dice dice{seed, 99};
  Story story;
  story.candidates = 1 + dice.below(5);
  story.rules.seed = seed;
  story.rules.rounds_per_epoch = static_cast<int>(1 + dice.below(5));
  story.rules.evidence = dice.below(4) == 0 ? Evidence::kRound : Evidence::kProcess;
  story.rules.epsilon = 0.005 * static_cast<double>(dice.below(6));
  const double trouble = dice.uniform();
  Race race(story.rules, Metric::kLatency, story.candidates, 1);
  SimulatedConductor conductor(race, story.candidates, random_world(seed, trouble));
  for (int steps = 0; steps < 250 && conductor.step(); ++steps) {
    if (dice.uniform() < trouble * 0.02) {
      conductor.stop(dice.below(2) == 0 ? StopCause::kBudget : StopCause::kInterrupted);
    } else if (race.epoch_open() && dice.uniform() < trouble * 0.02) {
      conductor.emit(EpochEnded{.end = EpochEnd::kCut});
    }
  }
  story.events = conductor.events();
  story.result = describe(race.result());
  return story;
}

RC_GTEST_PROP(RaceProperty, EventsAloneDecide, (std::uint64_t seed)) {
  const Story story = random_story(seed);
  RC_ASSERT(describe(replay(story.rules, Metric::kLatency, story.candidates, 1, story.events)) ==
            story.result);
  RC_ASSERT(random_story(seed).result == story.result);
}

RC_GTEST_PROP(RaceProperty, AReplayOfAnyPrefixGoesOnAsTheRaceDid, (std::uint64_t seed)) {
  const Story story = random_story(seed);
  const std::size_t cut = *rc::gen::inRange<std::size_t>(0, story.events.size() + 1);
  Race race(story.rules, Metric::kLatency, story.candidates, 1);
  for (std::size_t i = 0; i < cut; ++i) race.apply(story.events[i]);
  Race moved = std::move(race);
  (void)moved.result();
  for (std::size_t i = cut; i < story.events.size(); ++i) {
    // What was done next is what the replayed race asks for.
    const Step step = moved.next();
    if (const auto* epoch = std::get_if<EpochBegun>(&story.events[i])) {
      RC_ASSERT(describe(step) == describe(BeginEpoch{epoch->attempt, epoch->epoch, epoch->order}));
    }
    if (const auto* round = std::get_if<RoundBegun>(&story.events[i])) {
      RC_ASSERT(describe(step) == describe(RunRound{round->round, round->order}));
    }
    moved.apply(story.events[i]);
  }
  RC_ASSERT(describe(moved.result()) == story.result);
}

RC_GTEST_PROP(RaceProperty, AKillAtAnyPlaceLosesOnlyTheOpenEpoch, (std::uint64_t seed)) {
  const Story story = random_story(seed);
  const std::size_t kill = *rc::gen::inRange<std::size_t>(0, story.events.size() + 1);
  Race race(story.rules, Metric::kLatency, story.candidates, 1);
  for (std::size_t i = 0; i < kill; ++i) race.apply(story.events[i]);
  const std::uint32_t units = race.result().units;
  SimulatedConductor conductor(race, story.candidates, random_world(seed + 1, 0));
  if (race.epoch_open()) conductor.emit(EpochEnded{.end = EpochEnd::kCut});
  RC_ASSERT(race.result().units == units);
  for (int steps = 0; steps < 250 && conductor.step(); ++steps) {
  }
  RC_ASSERT(race.result().units >= units);
}

RC_GTEST_PROP(RaceProperty, TheResultHoldsTogether, (std::uint64_t seed)) {
  const Story story = random_story(seed);
  const CellResult result = replay(story.rules, Metric::kLatency, story.candidates, 1, story.events);
  switch (result.verdict) {
    case Verdict::kWinner:
      RC_ASSERT(result.winners.size() == 1U);
      break;
    case Verdict::kTie:
      RC_ASSERT(result.winners.size() >= 2U && result.winners == result.survivors);
      break;
    case Verdict::kUnresolved:
      RC_ASSERT(result.winners.empty() && !result.reason.empty());
      break;
    case Verdict::kNone:
      RC_ASSERT(result.winners.empty() && result.survivors.empty() && !result.reason.empty());
      break;
  }
  RC_ASSERT(result.voids.voided <= result.voids.rounds);
  RC_ASSERT(std::accumulate(result.voids.charged.begin(), result.voids.charged.end(), 0U) <=
            result.voids.voided);
  for (CandidateIndex i = 0; i < story.candidates; ++i) {
    const CandidateResult& candidate = result.candidates[i];
    const bool survives =
        std::find(result.survivors.begin(), result.survivors.end(), i) != result.survivors.end();
    RC_ASSERT(candidate.survivor == survives);
    RC_ASSERT(!(candidate.survivor && candidate.left_after_unit.has_value()));
    RC_ASSERT(candidate.latency_ms.has_value() == (candidate.units > 0));
    RC_ASSERT((candidate.outcome.status == Status::kMeasured) <= (candidate.units > 0));
  }
  for (const PairResult& pair : result.pairs) {
    RC_ASSERT(pair.ratio >= 1);
    RC_ASSERT(pair.wins <= pair.units);
    RC_ASSERT((!pair.interval.low || *pair.interval.low <= pair.ratio));
    RC_ASSERT((!pair.interval.high || *pair.interval.high >= pair.ratio));
  }
}

#ifdef NDEBUG
// Where asserts are on, such events end the program: they are bugs of the caller. Where they are off, they
// may come from a damaged file and must do no harm.
RC_GTEST_PROP(RaceProperty, DamagedEventsDoNoHarm, (std::uint64_t seed)) {
  Story story = random_story(seed);
  Dice dice{seed, 7};
  for (Event& event : story.events) {
    if (dice.uniform() < 0.9) continue;
    const auto wild = static_cast<std::uint32_t>(dice.below(2) == 0 ? dice.below(7) : dice.bits());
    switch (dice.below(8)) {
      case 0:
        event = checked(wild);
        break;
      case 1:
        event = started(wild);
        break;
      case 2:
        event = CandidateLeft{wild, {}};
        break;
      case 3:
        event = RoundBegun{wild, {wild, 0, 0}};
        break;
      case 4:
        event = timed(wild, wild % 3, {});
        break;
      case 5:
        event = judged(wild, static_cast<std::uint32_t>(dice.below(9)), Disturbance::kSteal);
        break;
      case 6:
        event = EpochBegun{wild, wild, {wild}, true};
        break;
      default:
        event = EpochEnded{};
    }
  }
  Race race(story.rules, Metric::kThroughput, story.candidates, 1);
  for (const Event& event : story.events) {
    race.apply(event);
    (void)race.next();
  }
  (void)race.result();
}
#endif

TEST(RaceProperty, TheStoriesAreOfEveryKind) {
  // The properties above would hold of dull stories too.
  std::set<std::string> words;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Story story = random_story(seed);
    const CellResult result = replay(story.rules, Metric::kLatency, story.candidates, 1, story.events);
    words.insert(std::string(to_string(result.verdict)));
    if (result.cut_epochs > 0) words.insert("cut");
    if (result.voids.voided > 0) words.insert("void");
    if (result.voids.disturbed_host) words.insert("disturbed");
    if (result.reason.find("fault") != std::string::npos) words.insert("fault");
    if (result.voids.uneven_p && *result.voids.uneven_p < 0.01) words.insert("uneven");
  }
  for (const char* word : {"winner", "tie", "unresolved", "none", "cut", "void", "disturbed", "fault"}) {
    EXPECT_TRUE(words.contains(word)) << word;
  }
}

}  // namespace
}  // namespace bakeoff::judge
