#include "raced_study.h"

#include "base/random.h"
#include "studies.h"
#include "unit/judge/simulated_race.h"

namespace bakeoff::report {
namespace {

using judge::Moment;
using std::chrono::milliseconds;

constexpr CandidateIndex kCrashes = 3;

double noise(const Moment& at) {
  Dice dice{((at.attempt * 64ULL + at.epoch) * 64ULL + at.round) * 64ULL + at.candidate};
  return dice.uniform();
}

judge::World world(std::uint32_t inferences) {
  judge::World made;
  made.inferences = inferences;
  made.nanoseconds = [](const Moment& at) {
    const double usual = std::vector<double>{39, 39.2, 46, 51}[at.candidate];
    return static_cast<std::uint64_t>(usual * (1 + 0.06 * noise(at)) * 1e6);
  };
  made.fails = [](const Moment& at) { return at.candidate == kCrashes && at.epoch == 3 && at.round == 2; };
  made.disturbed = [](const Moment& at) { return at.epoch == 2 && at.round == 4; };  // the end of a window
  return made;
}

// The simulated machine has no clock: a slot begins where the one before has ended, new workers take time.
void give_times(std::vector<Event>& events) {
  Nanoseconds now = std::chrono::hours(1);
  for (Event& event : events) {
    if (std::holds_alternative<EpochBegun>(event)) now += milliseconds(900);
    auto* const slot = std::get_if<SlotTimed>(&event);
    if (slot == nullptr) continue;
    slot->begin = now;
    for (const std::uint64_t duration : slot->durations_ns) {
      now += Nanoseconds(static_cast<std::int64_t>(duration));
    }
    now += milliseconds(10);
  }
}

CellRecord raced(CellRecord cell, std::uint32_t inferences) {
  judge::Race race(cell.rules, cell.cell.metric, cell.candidates.size(), cell.cell.batch);
  judge::SimulatedConductor conductor(race, cell.candidates.size(), world(inferences));
  constexpr std::uint32_t kEpochs = 9;
  conductor.run(kEpochs);
  conductor.stop(StopCause::kBudget);
  cell.tries = {conductor.events()};
  give_times(cell.tries.front());
  return cell;
}

StudyRecord asked() {
  StudyRecord study = winner_study().study;
  Candidate fourth = study.cells.front().candidates.back();
  fourth.name = fourth.runtime = "tensorflow";
  study.cells.front().candidates.push_back(fourth);
  return study;
}

}  // namespace

Told raced_study() {
  constexpr std::uint32_t kInferences = 4;
  StudyRecord study = asked();
  study.cells.front() = raced(study.cells.front(), kInferences);
  return told_of(std::move(study));
}

Told raced_grid(std::size_t cells, std::size_t samples_a_cell) {
  StudyRecord study = asked();
  // Nine epochs of five rounds and more, of two candidates at the least.
  const auto inferences = static_cast<std::uint32_t>(samples_a_cell / 90 + 1);
  const CellRecord cell = raced(study.cells.front(), inferences);
  study.cells.assign(cells, cell);
  for (std::size_t i = 0; i < cells; ++i) study.cells[i].cell.batch = static_cast<int>(i + 1);
  return told_of(std::move(study));
}

}  // namespace bakeoff::report
