#include "troubled_race.h"

#include <cmath>
#include <utility>

#include "judge/race/race.h"
#include "noise.h"
#include "unit/judge/simulated_race.h"

namespace bakeoff::calibration {
namespace {

constexpr double kBurstRate = 0.04;
constexpr double kBurstSeen = 0.8;
constexpr int kMostSteps = 150;  ///< of the conductor: some 20 epochs, or 100 rounds as evidence
constexpr double kNanoseconds = 1e7;

/// The world of one race; all that happens is drawn when it happens.
class TroubledWorld {
 public:
  TroubledWorld(std::uint64_t seed, std::size_t candidates, double process_sd)
      : machine_(shared_host(), Dice{seed, 1}),
        dice_{seed, 2},
        last_(static_cast<CandidateIndex>(candidates - 1)),
        seed_(seed),
        process_sd_(process_sd) {
    if (candidates > 2) crash_at_ = 1 + dice_.below(300);
  }

  judge::World world() {
    judge::World world;
    world.inferences = 1;
    world.window = 1 + static_cast<std::uint32_t>(seed_ % 3);
    world.nanoseconds = [this](const judge::Moment& at) { return slot(at); };
    world.fails = [this](const judge::Moment& at) { return at.candidate == last_ && --crash_at_ == 0; };
    world.disturbed = [this](const judge::Moment&) { return std::exchange(seen_, false); };
    world.charged = [this](const judge::Moment&) { return victim_; };
    return world;
  }

 private:
  std::uint64_t slot(const judge::Moment& at) {
    // The effect of a process is drawn from its place, so that it is one for all slots of the process.
    const double effect = process_sd_ * Dice{seed_, 3, at.attempt, at.epoch, at.candidate}.normal();
    double log_time = effect + machine_.next_slot();
    if (dice_.uniform() < kBurstRate) {
      log_time += std::log(1.5);
      victim_ = at.candidate;
      seen_ = seen_ || dice_.uniform() < kBurstSeen;
    }
    return static_cast<std::uint64_t>(kNanoseconds * std::exp(log_time));
  }

  Machine machine_;
  Dice dice_;
  CandidateIndex last_;
  std::uint64_t seed_;
  double process_sd_;
  std::uint64_t crash_at_ = 0;  ///< slots and starts of the last candidate until it crashes; 0: never
  bool seen_ = false;
  CandidateIndex victim_ = 0;
};

}  // namespace

CellResult troubled_race(std::uint64_t seed, std::size_t candidates, Evidence evidence, Troubles& met) {
  Rules rules;
  rules.seed = seed;
  rules.epsilon = 0;  // no ties: the hardest case for winners
  rules.evidence = evidence;
  // Rounds as evidence speak of these processes: a process effect would make them truly unequal.
  TroubledWorld troubled(seed, candidates, evidence == Evidence::kProcess ? 0.01 : 0);
  Dice dice{seed, 4};
  judge::Race race(rules, Metric::kLatency, candidates, 1);
  judge::SimulatedConductor conductor(race, candidates, troubled.world());
  for (int steps = 0; steps < kMostSteps && conductor.step(); ++steps) {
    if (dice.uniform() < 0.01 && evidence == Evidence::kProcess) conductor.stop(StopCause::kInterrupted);
  }
  const CellResult result = judge::replay(rules, Metric::kLatency, candidates, 1, conductor.events());
  met.voids += result.voids.voided;
  met.cuts += result.cut_epochs;
  for (const CandidateResult& each : result.candidates) {
    if (each.outcome.status == Status::kCrashed) ++met.crashes;
  }
  return result;
}

}  // namespace bakeoff::calibration
