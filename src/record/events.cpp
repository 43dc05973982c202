#include "record/events.h"

#include "record/words.h"

namespace bakeoff {
namespace {

constexpr Words<Disturbance, 5> kDisturbances{{{Disturbance::kNone, "none"},
                                               {Disturbance::kFrozenWorkerRan, "frozen-worker-ran"},
                                               {Disturbance::kForeignLoad, "foreign-load"},
                                               {Disturbance::kSteal, "steal"},
                                               {Disturbance::kSuspended, "suspended"}}};
constexpr Words<EpochEnd, 2> kEpochEnds{{{EpochEnd::kComplete, "complete"}, {EpochEnd::kCut, "cut"}}};
constexpr Words<StopCause, 3> kStopCauses{{{StopCause::kDecided, "decided"},
                                           {StopCause::kBudget, "budget"},
                                           {StopCause::kInterrupted, "interrupted"}}};

}  // namespace

std::string_view to_string(Disturbance disturbance) {
  return word_of(kDisturbances, disturbance);
}
std::string_view to_string(EpochEnd end) {
  return word_of(kEpochEnds, end);
}
std::string_view to_string(StopCause cause) {
  return word_of(kStopCauses, cause);
}
std::optional<Disturbance> disturbance_from(std::string_view word) {
  return value_of(kDisturbances, word);
}
std::optional<EpochEnd> epoch_end_from(std::string_view word) {
  return value_of(kEpochEnds, word);
}
std::optional<StopCause> stop_cause_from(std::string_view word) {
  return value_of(kStopCauses, word);
}

}  // namespace bakeoff
