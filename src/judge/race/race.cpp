#include "judge/race/race.h"

#include "judge/race/cell_result.h"
#include "judge/race/race_state.h"

namespace bakeoff::judge {

struct Race::State {
  RaceState machine;
};

Race::Race(const Rules& rules, Metric metric, std::size_t candidates, int batch, std::uint32_t first_attempt)
    : state_(std::make_unique<State>(State{RaceState(rules, metric, candidates, batch, first_attempt)})) {}

Race::~Race() = default;
Race::Race(Race&&) noexcept = default;
Race& Race::operator=(Race&&) noexcept = default;

void Race::apply(const Event& event) {
  state_->machine.apply(event);
}

Step Race::next() const {
  return state_->machine.next();
}

bool Race::epoch_open() const {
  return state_->machine.epoch_open();
}

CellResult Race::result() const {
  return cell_result(state_->machine);
}

Course Race::course() const {
  return state_->machine.all_checked() ? course_of(state_->machine.standing()) : Course{};
}

CellResult replay(const Rules& rules, Metric metric, std::size_t candidates, int batch,
                  std::span<const Event> events) {
  Race race(rules, metric, candidates, batch);
  for (const Event& event : events) race.apply(event);
  return race.result();
}

}  // namespace bakeoff::judge
