#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "record/study_record.h"

/// The event table. Writers throw SQLite::Exception.
namespace bakeoff::store {

/// Where an event stands in the file.
struct EventPlace {
  std::int64_t seq = 1;
  std::size_t cell = 0;
  std::size_t number = 1;              ///< the try
  std::optional<std::uint32_t> epoch;  ///< the event's own, if it begins one
};

constexpr const char* kInsertEvent =
    "INSERT INTO event (seq, cell, try, kind, epoch, round, candidate, detail, checksum, begin_ns, "
    "untimed_ns, "
    "cpu_ns, foreign_cpu_ns, inferences, median_ns, total_ns, durations) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

/// `insert` was made from kInsertEvent.
void write_event(SQLite::Statement& insert, const EventPlace& place, const Event& event);

/// Puts all events into the tries that read_header has made. Gives the first row that is not what it should
/// be, or nothing when all is well.
std::optional<std::string> read_events(SQLite::Database& database, StudyRecord& study);

}  // namespace bakeoff::store
