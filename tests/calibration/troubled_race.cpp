#include "troubled_race.h"

#include <cmath>
#include <utility>

#include "judge/cell.h"
#include "judge/race/race.h"
#include "noise.h"
#include "unit/judge/simulated_race.h"

namespace bakeoff::calibration {
namespace {

constexpr double kBurstRate = 0.04;
constexpr double kBurstSeen = 0.8;
constexpr double kInterruptionRate = 0.01;  ///< a step of the conductor; a kill is as likely
constexpr double kNanoseconds = 1e7;

/// The world of one race; all that happens is drawn when it happens.
class TroubledWorld {
 public:
  TroubledWorld(const TroubledSetting& setting, std::uint64_t seed)
      : setting_(setting), machine_(shared_host(), Dice{seed, 1}), dice_{seed, 2}, seed_(seed) {
    if (setting.log_costs.size() > 2) crash_at_ = 1 + dice_.below(300);
    // Rounds as evidence speak of these processes: a process effect would make their gap another one.
    if (setting.evidence == Evidence::kProcess) process_sd_ = 0.02 * dice_.uniform();
  }

  judge::World world() {
    judge::World world;
    world.inferences = 1;
    world.window = 1 + static_cast<std::uint32_t>(seed_ % 3);
    world.nanoseconds = [this](const judge::Moment& at) { return slot(at); };
    world.fails = [this](const judge::Moment& at) { return at.candidate == last() && --crash_at_ == 0; };
    world.disturbed = [this](const judge::Moment&) { return std::exchange(seen_, false); };
    world.charged = [this](const judge::Moment&) { return victim_; };
    return world;
  }

 private:
  [[nodiscard]] CandidateIndex last() const {
    return static_cast<CandidateIndex>(setting_.log_costs.size() - 1);
  }

  std::uint64_t slot(const judge::Moment& at) {
    // The effect of a process is drawn from its place, so that it is one for all slots of the process.
    const double effect = process_sd_ * Dice{seed_, 3, at.attempt, at.epoch, at.candidate}.normal();
    double log_time = setting_.log_costs[at.candidate] + effect + machine_.next_slot();
    if (dice_.uniform() < kBurstRate) {
      log_time += std::log(1.5);
      victim_ = at.candidate;
      seen_ = seen_ || dice_.uniform() < kBurstSeen;
    }
    return static_cast<std::uint64_t>(kNanoseconds * std::exp(log_time));
  }

  TroubledSetting setting_;
  Machine machine_;
  Dice dice_;
  std::uint64_t seed_;
  double process_sd_ = 0;
  std::uint64_t crash_at_ = 0;  ///< slots and starts of the last candidate until it crashes; 0: never
  bool seen_ = false;
  CandidateIndex victim_ = 0;
};

}  // namespace

TroubledRace troubled_race(const TroubledSetting& setting, std::uint64_t seed, Troubles& met) {
  TroubledRace ran;
  ran.rules.seed = seed;
  ran.rules.epsilon = setting.epsilon;
  ran.rules.evidence = setting.evidence;
  const std::size_t candidates = setting.log_costs.size();
  const auto begin = [&] { return judge::Race(ran.rules, Metric::kLatency, candidates, 1); };
  TroubledWorld troubled(setting, seed);
  Dice dice{seed, 4};
  judge::Race race = begin();
  judge::SimulatedConductor conductor(race, candidates, troubled.world());
  for (int steps = 0; steps < setting.most_steps && conductor.step(); ++steps) {
    if (setting.evidence == Evidence::kRound) continue;  // ended by either: new processes are a new race
    const double trouble = dice.uniform();
    if (trouble < kInterruptionRate) {
      conductor.stop(StopCause::kInterrupted);
    } else if (trouble < 2 * kInterruptionRate) {
      // bakeoff is gone, its file is not: the race is what the events say.
      race = begin();
      for (const Event& event : conductor.events()) race.apply(event);
      for (const Event& event : judge::closing_events(conductor.events())) conductor.emit(event);
      ++met.kills;
    }
  }
  ran.events = conductor.events();
  ran.result = race.result();
  met.voids += ran.result.voids.voided;
  met.cuts += ran.result.cut_epochs;
  for (const CandidateResult& each : ran.result.candidates) {
    if (each.outcome.status == Status::kCrashed) ++met.crashes;
  }
  return ran;
}

}  // namespace bakeoff::calibration
