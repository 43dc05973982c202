#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "record/events.h"

namespace bakeoff::store {

/// What an event is, apart from where it stands; the samples of a slot are kept beside it (event_rows.h).
struct EventText {
  std::string kind;
  std::optional<std::uint32_t> round;
  std::optional<CandidateIndex> candidate;
  std::string detail;  ///< JSON; empty for slot-timed, which has columns
};

constexpr std::string_view kSlotTimed = "slot-timed";

EventText text_of(const Event& event);

/// Every kind but slot-timed; empty if something is missing or not what it should be.
std::optional<Event> event_from(const EventText& text);

/// Whether every candidate that the event names is one of `count`.
bool names_only(const Event& event, std::size_t count);

}  // namespace bakeoff::store
